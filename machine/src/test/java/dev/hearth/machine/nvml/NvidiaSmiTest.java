package dev.hearth.machine.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.capture.CapturedTree;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class NvidiaSmiTest {
  private static final String COMMAND = String.join(" ", NvidiaSmi.command());

  private static Nvml printing(int exit, String output) {
    String entry = "hearth capture 1\nrun " + exit + " " + COMMAND + "\n" + output.indent(2);
    return switch (CapturedTree.parse(entry)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new NvidiaSmi(new Machine(tree));
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static String unknown(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known: " + reading;
  }

  @Test
  void aLineIsAGpu() {
    Nvml nvml =
        printing(
            0,
            """
            00000000:C1:00.0, NVIDIA A2, GPU-5a, 15356, 6, 8.6, [N/A], 550.163.01
            00000000:C2:00.0, NVIDIA A2, GPU-5b, 15356, 6, 8.6, [N/A], 550.163.01
            """);
    assertThat(nvml.driverVersion()).isEqualTo(Reading.known("550.163.01"));
    assertThat(nvml.gpus().orElse(List.of())).hasSize(2);
    NvmlGpu gpu = nvml.gpu(new PciAddress(0, 0xc1, 0, 0)).asOptional().orElseThrow();
    assertThat(gpu.name()).isEqualTo(Reading.known("NVIDIA A2"));
    assertThat(gpu.uuid()).isEqualTo(Reading.known("GPU-5a"));
    assertThat(gpu.memory()).isEqualTo(Reading.known(new NvmlGpu.Memory(15356L << 20, 6L << 20)));
    assertThat(gpu.computeCapability()).isEqualTo(Reading.known("8.6"));
    assertThat(gpu.mig()).isEqualTo(Reading.known(false));
  }

  @Test
  void aGpuCutIntoInstancesHasNoUsageOfItsOwn() {
    Nvml nvml =
        printing(
            0,
            "00000000:07:00.0, NVIDIA A100-SXM4-40GB, GPU-1, 40960, [N/A], 8.0, Enabled,"
                + " 535.129.03\n");
    NvmlGpu gpu = nvml.gpus().orElse(List.of()).getFirst();
    assertThat(gpu.mig()).isEqualTo(Reading.known(true));
    assertThat(unknown(gpu.memory())).isEqualTo("nvidia-smi: memory.used is [N/A]");
  }

  @Test
  void itsFailureIsTheReason() {
    Nvml nvml =
        printing(
            18,
            """
            Failed to initialize NVML: Driver/library version mismatch
            NVML library version: 550.163
            """);
    assertThat(unknown(nvml.gpus()))
        .isEqualTo("nvidia-smi: Failed to initialize NVML: Driver/library version mismatch");
  }

  @Test
  void whatWasNotRecordedIsUnknown() {
    Machine machine =
        new Machine(CapturedTree.parse("hearth capture 1\n").asOptional().orElseThrow());
    assertThat(unknown(new NvidiaSmi(machine).gpus()))
        .isEqualTo("the capture does not hold what nvidia-smi prints");
  }

  @RepeatedTest(50)
  void anyOutputIsReadWithoutComplaint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String alphabet = "0123456789abc:.,[] -\tNé";
    StringBuilder output = new StringBuilder();
    for (int at = 0; at < 400; at++) {
      output.append(alphabet.charAt(random.nextInt(alphabet.length())));
      if (random.nextInt(30) == 0) {
        output.append('\n');
      }
    }
    Nvml nvml = printing(0, output + "\n");
    assertThat(nvml.gpus().asOptional()).isPresent();
    assertThat(nvml.driverVersion()).isNotNull();
  }
}
