package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the witnesses say on a real rootless Podman, with a Radeon whose counters move for those
 * that work on it: who does is proven, and none of its twins is.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyOnPodmanTest {
  private static final int ON_CPU = 1;
  private static final int ROLLED_BACK = 3;
  private static final int UNPROVEN = 4;
  private static final double VERDICT_SECONDS = 20;

  private ImmichOnPodman immich;
  private String configuration = "";

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
    configuration = immich.configuration();
  }

  @Test
  void aServiceOnTheCpuIsSeenToComputeThere() {
    Ran verified = immich.hearth("verify", "immich-ml");

    assertThat(verified.status()).as(verified.said()).isEqualTo(ON_CPU);
  }

  @Test
  void aServiceThatComputesOnTheGpuIsProvenToBeforeItIsKept() {
    Ran moved = immich.hearth("up", "immich-ml", "--yes");

    assertThat(moved.status()).as(moved.said()).isZero();
    assertThat(said(moved)).contains("ACCELERATED");

    long began = System.nanoTime();
    Ran verified = immich.hearth("verify", "immich-ml");
    double seconds = (System.nanoTime() - began) / 1e9;

    System.out.println(verified.said());
    System.out.println(Figure.of("verify, the whole command", seconds));
    assertThat(verified.status()).as(verified.said()).isZero();
    assertThat(said(verified)).contains("ACCELERATED", "it had 1 queue on the GPU and 96 MiB");
    Figure.onAnIdleMachine(
        () -> assertThat(seconds).as("seconds").isLessThanOrEqualTo(VERDICT_SECONDS));
  }

  /** The liar computes on the processor with no word of it, the holder has the nodes open. */
  @ParameterizedTest
  @CsvSource({
    "liar, false, had a handle of the accelerator while it worked",
    "liar, true, had a handle of the accelerator while it worked",
    "holder, false, it has opened KFD, but had no compute queue on this GPU while it worked"
  })
  void aServiceThatStartsWellAndComputesOnTheCpuIsRolledBack(
      String twin, boolean neighbour, String because) {
    immich.rocmIs("localhost/hearth-twin:" + twin);

    Ran failed =
        neighbour
            ? besideANeighbour("up", "immich-ml", "--yes")
            : immich.hearth("up", "immich-ml", "--yes");

    assertThat(failed.status()).as(failed.said()).isEqualTo(ROLLED_BACK);
    assertThat(said(failed))
        .contains("immich-ml computes on the CPU: ", because)
        .doesNotContain("ACCELERATED");
    assertThat(immich.isWell()).isTrue();
    assertThat(immich.runningImageId()).isEqualTo(immich.imageId("localhost/original:cpu"));
    assertThat(immich.configuration()).isEqualTo(configuration);
  }

  @Test
  void aDeviceThatANeighbourKeepsBusyProvesNothing() {
    immich.rocmIs("localhost/hearth-twin:holder");
    immich.hearth("up", "immich-ml", "--yes", "--keep-going-on-cpu").good();

    Ran verified = besideANeighbour("verify", "immich-ml");

    System.out.println(verified.said());
    assertThat(verified.status()).as(verified.said()).isEqualTo(ON_CPU);
    Figure.onAnIdleMachine(
        () -> assertThat(said(verified)).contains("for busy time of the device"));
  }

  private Ran besideANeighbour(String... arguments) {
    try (Neighbour neighbour = Neighbour.start(immich.host())) {
      Ran ran = immich.hearth(arguments);
      assertThat(neighbour.program().isAlive()).isTrue();
      return ran;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "loaded, but hardly any memory and no occupied unit was seen",
    "hoarder, but the GPU stood still all the while"
  })
  void aServiceWithAQueueThatNobodySawWorkIsKeptAndSaidToBeUnproven(String twin, String because) {
    immich.rocmIs("localhost/hearth-twin:" + twin);

    Ran moved = immich.hearth("up", "immich-ml", "--yes");
    Ran verified = immich.hearth("verify", "immich-ml");

    assertThat(moved.status()).as(moved.said()).isZero();
    assertThat(said(moved)).contains("UNPROVEN", because).doesNotContain("ACCELERATED");
    assertThat(verified.status()).as(verified.said()).isEqualTo(UNPROVEN);
    assertThat(said(verified)).contains(because);
  }

  @Test
  void whatTheServiceSeesIsShownFromWithin() {
    immich.hearth("up", "immich-ml", "--yes").good();

    Ran verified = immich.hearth("verify", "immich-ml", "--inside");

    assertThat(verified.said()).contains("/dev/kfd", "/dev/dri/renderD128");
  }

  /** On one line, for sentences are broken where the screen ends. */
  private static String said(Ran ran) {
    return ran.said().replaceAll("\\s+", " ");
  }
}
