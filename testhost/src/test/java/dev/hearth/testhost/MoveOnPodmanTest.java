package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A rootless Quadlet on the CPU moves to the GPU with one command, while a client posts photos. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveOnPodmanTest {
  private static final double BEYOND_THE_OWN_START_SECONDS = 3;
  private static final double ROLLBACK_SECONDS = 10;
  private static final double PLAN_SECONDS = 0.5;

  /**
   * Tenths of a second are the machine's own mood: the figure is printed, what is far off fails.
   */
  private static final double FAR_OFF = 3;

  private ImmichOnPodman immich;

  @BeforeAll
  void install() {
    immich = ImmichOnPodman.install();
  }

  @AfterAll
  void end() {
    if (immich != null) {
      immich.stop();
    }
  }

  @BeforeEach
  void onTheCpu() {
    immich.reset();
  }

  @Test
  void planTouchesNothing() {
    String before = immich.configuration();

    Ran planned = immich.hearth("up", "immich-ml", "--dry-run");

    assertThat(planned.good()).contains(ImmichOnPodman.ROCM).contains("AddDevice=/dev/kfd");
    assertThat(immich.configuration()).isEqualTo(before);
    assertThat(immich.host().userScript("ls -A ~/.local/state/hearth 2>/dev/null").said())
        .isEmpty();
  }

  @Test
  void planIsQuick() {
    List<Double> seconds =
        immich
            .host()
            .userScript(
                """
                TIMEFORMAT=%R
                for round in 1 2 3 4 5 6 7; do time /opt/hearth/hearth plan immich-ml >/dev/null; done
                """)
            .good()
            .lines()
            .map(Double::valueOf)
            .sorted()
            .toList();

    System.out.println(Figure.of("plan, best and median of 7", seconds.getFirst(), seconds.get(3)));
    Figure.onAnIdleMachine(() ->
        assertThat(seconds.getFirst()).as("seconds").isLessThanOrEqualTo(FAR_OFF * PLAN_SECONDS));
  }

  @Test
  void movesToTheGpuWhileAClientPosts() {
    Posting posting = Posting.start(immich.host(), ImmichOnPodman.PORT);
    TestHost.await("the photo", Duration.ofSeconds(30), () -> isThere(Posting.PHOTO));
    Face onCpu = Face.ask(immich.host(), ImmichOnPodman.PORT);

    Ran moved = immich.hearth("up", "immich-ml", "--yes");
    Face onGpu = Face.ask(immich.host(), ImmichOnPodman.PORT);
    Posting.Fates fates = posting.end();

    moved.good();
    assertThat(immich.runningImage()).isEqualTo("immich_machine_learning " + ImmichOnPodman.ROCM);
    assertThat(nodesInside()).contains("/dev/kfd").contains("/dev/dri/renderD128");
    assertThat(onGpu.box()).isEqualTo(onCpu.box());
    assertThat(onGpu.cosine(onCpu)).isGreaterThan(0.999);
    assertThat(fates.answered()).isPositive();
    assertThat(fates.lost()).as(fates.said()).isZero();
    keepsWhatThePersonWrote();
    double down = fates.gapMillis() / 1000.0;
    double own = ownStartMillis() / 1000.0;
    System.out.println(Figure.of("downtime of a switch, the service's own start", down, own));
    System.out.println("posts during the switch: " + fates.summary());
    Figure.onAnIdleMachine(() ->
        assertThat(down - own)
            .as("seconds beyond the own start")
            .isLessThanOrEqualTo(BEYOND_THE_OWN_START_SECONDS));
  }

  @Test
  void goesBackToTheCpuWhenAsked() {
    String before = immich.configuration();
    immich.hearth("up", "immich-ml", "--yes").good();
    assertThat(immich.hearth("backups").good()).contains("immich-ml");
    assertThat(immich.hearth("status").good()).contains("immich-ml");

    long began = System.nanoTime();
    immich.hearth("rollback", "immich-ml", "--yes").good();

    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.println(Figure.of("rollback, its service's start included", seconds));
    Figure.onAnIdleMachine(
        () -> assertThat(seconds).as("seconds").isLessThanOrEqualTo(ROLLBACK_SECONDS));
    assertThat(immich.isWell()).isTrue();
    assertThat(immich.runningImage()).isEqualTo("immich_machine_learning " + ImmichOnPodman.CPU);
    assertThat(immich.configuration()).isEqualTo(before);
  }

  private boolean isThere(String path) {
    return immich.host().root("test", "-e", path).isGood();
  }

  private String nodesInside() {
    return immich
        .host()
        .user(
            "podman",
            "exec",
            "immich_machine_learning",
            "ls",
            "-d",
            "/dev/kfd",
            "/dev/dri/renderD128")
        .good();
  }

  private void keepsWhatThePersonWrote() {
    assertThat(immich.host().read(ImmichOnPodman.QUADLET))
        .contains("# Immich machine learning, see my wiki\n")
        .contains("# the server and postgres use the host's network too\n")
        .contains("Label=mine=yes\n")
        .contains("StopTimeout=15\n")
        .contains("Restart=on-failure\n");
  }

  /** From the command to restart until the first answer, without hearth. */
  private long ownStartMillis() {
    Posting watching = Posting.start(immich.host(), ImmichOnPodman.PORT);
    TestHost.pause(Duration.ofSeconds(2));
    immich.host().user("systemctl", "--user", "restart", ImmichOnPodman.UNIT).good();
    immich.awaitWell("the service after its restart");
    TestHost.pause(Duration.ofMillis(500));
    return watching.end().gapMillis();
  }
}
