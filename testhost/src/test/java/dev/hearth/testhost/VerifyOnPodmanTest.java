package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the witnesses say on a real rootless Podman. The image for the GPU stands for one that lies:
 * it says its provider and holds the device nodes, and computes on the processor.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyOnPodmanTest {
  private static final int ON_CPU = 1;
  private static final int UNPROVEN = 4;

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
  void aServiceOnTheCpuIsSeenToComputeThere() {
    Ran verified = immich.hearth("verify", "immich-ml");

    assertThat(verified.status()).as(verified.said()).isEqualTo(ON_CPU);
  }

  @Test
  void aServiceThatOnlySaysItUsesTheGpuIsNeverCalledAccelerated() {
    immich.hearth("up", "immich-ml", "--yes");

    Ran verified = immich.hearth("verify", "immich-ml");

    System.out.println(verified.said());
    assertThat(verified.status()).as(verified.said()).isIn(ON_CPU, UNPROVEN);
  }

  @Test
  void whatTheServiceSeesIsShownFromWithin() {
    immich.hearth("up", "immich-ml", "--yes");

    Ran verified = immich.hearth("verify", "immich-ml", "--inside");

    System.out.println(verified.said());
    assertThat(verified.said()).contains("/dev/kfd", "/dev/dri/renderD128");
  }
}
