package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The log of a service as its manager keeps it, read by a real journald and a real Podman. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnoseOnPodmanTest {
  private static final int RECOGNISED = 1;
  private static final String NOTHING = "Nothing in it is known to mean trouble";

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
    // What earlier tests' services of the same name said would count, too.
    immich.host().root("journalctl", "--rotate").good();
    immich.host().root("journalctl", "--vacuum-time=1s").good();
    immich.reset();
  }

  @Test
  void aHealthyServiceGivesNoFindingOnTheCpuNorOnTheGpu() {
    Ran onCpu = immich.hearth("diagnose", "immich-ml");
    immich.hearth("up", "immich-ml", "--yes").good();
    Ran onGpu = immich.hearth("diagnose", "immich-ml");

    assertThat(onCpu.good()).contains(NOTHING);
    assertThat(onGpu.good()).contains(NOTHING);
  }

  @Test
  void aServiceThatFellBackToTheCpuIsFoundOutByItsLog() {
    immich.rocmIs("localhost/hearth-twin:fallen");
    immich.hearth("up", "immich-ml", "--yes", "--keep-going-on-cpu").good();

    Ran diagnosed = immich.hearth("diagnose", "immich-ml");

    System.out.println(diagnosed.said());
    assertThat(diagnosed.status()).as(diagnosed.said()).isEqualTo(RECOGNISED);
    assertThat(diagnosed.said())
        .contains("immich-ml (quadlet ", "on-cpu", "onnx.fell-back", "hearth doctor immich-ml");
  }

  @Test
  void theSameIsFoundInWhatPodmanKeepsOfIt() {
    immich.rocmIs("localhost/hearth-twin:fallen");
    immich.hearth("up", "immich-ml", "--yes", "--keep-going-on-cpu").good();

    Ran piped =
        immich
            .host()
            .userScript(
                "podman logs immich_machine_learning 2>&1 | hearth diagnose --service immich-ml");

    assertThat(piped.status()).as(piped.said()).isEqualTo(RECOGNISED);
    assertThat(piped.said()).contains("onnx.fell-back");
  }
}
