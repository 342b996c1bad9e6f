package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
  private static final Duration BEYOND_THE_OWN_START = Duration.ofSeconds(3);

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
  void planTouchesNothingAndIsQuick() {
    String before = immich.configuration();
    long began = System.nanoTime();
    Ran planned = immich.hearth("up", "immich-ml", "--dry-run");
    long millis = (System.nanoTime() - began) / 1_000_000;

    System.out.println("plan: " + millis + " ms with the login session");
    assertThat(planned.good()).contains(ImmichOnPodman.ROCM).contains("AddDevice=/dev/kfd");
    assertThat(immich.configuration()).isEqualTo(before);
    assertThat(immich.host().userScript("ls -A ~/.local/state/hearth 2>/dev/null").said())
        .isEmpty();
  }

  @Test
  void movesToTheGpuWhileAClientPosts() {
    Posting posting = Posting.start(immich.host(), ImmichOnPodman.PORT);
    TestHost.await("the photo", Duration.ofSeconds(30), () -> isThere(Posting.PHOTO));
    Face onCpu = Face.ask(immich.host(), ImmichOnPodman.PORT);

    Ran moved = immich.hearth("up", "immich-ml", "--yes");
    Face onGpu = Face.ask(immich.host(), ImmichOnPodman.PORT);
    Posting.Fates fates = posting.end();

    System.out.println(moved.said());
    moved.good();
    assertThat(immich.runningImage()).isEqualTo("immich_machine_learning " + ImmichOnPodman.ROCM);
    assertThat(nodesInside()).contains("/dev/kfd").contains("/dev/dri/renderD128");
    assertThat(onGpu.box()).isEqualTo(onCpu.box());
    assertThat(onGpu.cosine(onCpu)).isGreaterThan(0.999);
    assertThat(fates.answered()).isPositive();
    assertThat(fates.lost()).as(fates.said()).isZero();
    keepsWhatThePersonWrote();
    long own = ownStartMillis();
    System.out.println(
        "downtime %d ms, the service's own start %d ms; %s"
            .formatted(fates.gapMillis(), own, fates));
    assertThat(Duration.ofMillis(fates.gapMillis()))
        .isLessThanOrEqualTo(Duration.ofMillis(own).plus(BEYOND_THE_OWN_START));
  }

  @Test
  void goesBackToTheCpuWhenAsked() {
    String before = immich.configuration();
    immich.hearth("up", "immich-ml", "--yes").good();
    assertThat(immich.hearth("backups").good()).contains("immich-ml");
    assertThat(immich.hearth("status").good()).contains("immich-ml");

    long began = System.nanoTime();
    immich.hearth("rollback", "immich-ml", "--yes").good();

    System.out.println("rollback: " + (System.nanoTime() - began) / 1_000_000 + " ms");
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
