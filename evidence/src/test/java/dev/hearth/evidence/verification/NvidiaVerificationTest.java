package dev.hearth.evidence.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.nvml.NvmlUse;
import dev.hearth.planning.Backend;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CUDA, by the driver's list of processes, and its twins on the CPU. */
class NvidiaVerificationTest {
  private static final PciAddress GPU = PciAddress.parse("c4:00.0").orElseThrow();

  @TempDir private Path root;
  private Scene scene;

  @BeforeEach
  void aService() {
    scene = new Scene(root, Backend.CUDA, Accelerators.nvidia());
    scene.folder.process(700, "/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia-uvm");
  }

  private static NvmlUsage listing(int busy, int pid, long mebibytes) {
    return () ->
        Reading.known(
            List.of(
                new NvmlUse(
                    GPU,
                    Reading.known(busy),
                    Reading.known(
                        List.of(new NvmlUse.Occupant(pid, Reading.known(mebibytes << 20)))))));
  }

  @Test
  void itsMemoryOnABusyGpuProves() {
    scene.nvml = listing(81, 700, 900);
    Verdict verdict = scene.verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.ACCELERATED);
    assertThat(verdict.because())
        .isEqualTo("process 700 has 900 MiB on the GPU, which was up to 81 % busy");
  }

  @Test
  void itsMemoryProvesWhereTheGpuDoesNotTellHowBusyItIs() {
    scene.nvml =
        () ->
            Reading.known(
                List.of(
                    new NvmlUse(
                        GPU,
                        Reading.unknown("MIG"),
                        Reading.known(
                            List.of(new NvmlUse.Occupant(700, Reading.known(900L << 20)))))));
    assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ACCELERATED);
  }

  @Nested
  class Twin {
    @Test
    void thatMadeAContextAndThenLeftTheGpuAloneIsNotProven() {
      scene.nvml = listing(0, 700, 320);
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.UNPROVEN);
    }

    @Test
    void besideAnotherProcessThatUsesTheGpuIsOnTheCpu() {
      scene.nvml = listing(99, 50, 9000);
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void whoseProviderCouldNotBeLoadedIsOnTheCpu() {
      scene.nvml = listing(99, 700, 900);
      scene.log.add("Falling back to ['CPUExecutionProvider'] and retrying.");
      assertThat(scene.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    }

    @Test
    void ofWhichTheDriverTellsNothingIsNotProven() {
      scene.nvml = NvmlUsage.absent("libnvidia-ml.so.1 is not installed");
      Verdict verdict = scene.verdict();
      assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
      assertThat(verdict.because()).contains("libnvidia-ml.so.1 is not installed");
    }
  }
}
