package dev.hearth.machine.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real shared library, loaded by its file name as NVIDIA's is. */
class CompiledNvmlTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Test
  void aLibraryInCIsLoadedAndRead(@TempDir Path folder) throws Exception {
    Path library = compiled(folder);
    Nvml nvml = new LiveNvml(() -> LiveNvml.open(List.of("/absent.so", "" + library)), DEADLINE);

    assertThat(nvml.driverVersion()).isEqualTo(Reading.known("550.163.01"));
    assertThat(nvml.cudaVersion()).isEqualTo(Reading.known("12.4"));
    Reading<NvmlGpu> gpu = nvml.gpu(new PciAddress(0, 0x65, 0, 0));
    assertThat(gpu.flatMap(NvmlGpu::name)).isEqualTo(Reading.known("NVIDIA GeForce RTX 4090"));
    assertThat(gpu.flatMap(NvmlGpu::computeCapability)).isEqualTo(Reading.known("8.9"));
    assertThat(gpu.flatMap(NvmlGpu::memory))
        .isEqualTo(Reading.known(new NvmlGpu.Memory(25_757_220_864L, 757_220_864L)));
    assertThat(gpu.flatMap(NvmlGpu::uuid))
        .isEqualTo(Reading.unknown("this NVML has no nvmlDeviceGetUUID"));
  }

  private static Path compiled(Path folder) throws Exception {
    Path source = folder.resolve("nvml.c");
    Path library = folder.resolve("libnvidia-ml.so.1");
    try (InputStream resource = CompiledNvmlTest.class.getResourceAsStream("/nvml/fake_nvml.c")) {
      Files.write(source, Objects.requireNonNull(resource).readAllBytes());
    }
    String failure = compile(List.of("gcc", "-shared", "-fPIC", "-o", "" + library, "" + source));
    assumeThat(failure).as("no C compiler here to build a library with").isEmpty();
    return library;
  }

  private static String compile(List<String> argv) {
    try {
      Finished finished = new ProcessCommandRunner().run(new Command(argv, DEADLINE));
      return finished.succeeded() ? "" : finished.stderr();
    } catch (ProblemException e) {
      return "" + e.getMessage();
    }
  }
}
