package dev.hearth.inference.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The real package by the real client; kept under target for all tests that need the runtime. */
class RealVulkanRuntimeTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("hearth.root"), "inference/target/data/hearth/runtimes");

  @Test
  void comesFromNpmAndIsUsedAgain() {
    RuntimeStore store = new RuntimeStore(FOLDER, new ProcessCommandRunner());
    InstalledRuntime installed;
    try {
      installed = store.install(Provider.VULKAN, Optional.empty(), Progress.NONE);
    } catch (ProblemException unreachable) {
      assumeTrue(false, unreachable.getMessage());
      return;
    }

    assertThat(installed.libraries().core()).isRegularFile();
    assertThat(installed.bytes()).isGreaterThan(40_000_000);
    RuntimeStore withoutPrograms =
        new RuntimeStore(
            FOLDER,
            command -> {
              throw new AssertionError("started " + command);
            });
    assertThat(withoutPrograms.install(Provider.VULKAN, Optional.empty(), Progress.NONE))
        .isEqualTo(installed);
  }
}
