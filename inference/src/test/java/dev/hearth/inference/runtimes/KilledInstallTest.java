package dev.hearth.inference.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.FreeSpace;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Command;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installations by other processes, one of them killed. */
class KilledInstallTest {
  @TempDir Path home;

  /** The other process: installs one runtime, its client taking some time, and ends. */
  static final class Install {
    public static void main(String[] arguments) {
      Path home = Path.of(arguments[0]);
      long patienceMillis = Long.parseLong(arguments[1]);
      store(home, command -> slowly(home, patienceMillis, command))
          .install(Provider.VULKAN, Optional.empty(), Progress.NONE);
    }

    private static Finished slowly(Path home, long patienceMillis, Command command) {
      try {
        Files.writeString(
            home.resolve("fetches"), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        TinyPackages.packs(command, new byte[500]);
        Thread.sleep(patienceMillis);
      } catch (IOException | InterruptedException trouble) {
        throw new AssertionError(trouble);
      }
      return TinyPackages.packs(command, TinyPackages.VULKAN);
    }
  }

  private static RuntimeStore store(Path home, dev.hearth.machine.CommandRunner programs) {
    return new RuntimeStore(
        home.resolve("runtimes"),
        new RuntimeSurroundings(
            programs,
            new Machine(FileTree.under(home)),
            "",
            FreeSpace.OF_DISK,
            InstantSource.system()),
        TinyPackages.catalogue(new byte[0]));
  }

  private RuntimeStore store() {
    return store(home, command -> TinyPackages.packs(command, TinyPackages.VULKAN));
  }

  @Test
  void midwayLeavesNoRuntimeAndTheNextStartsAnew() throws Exception {
    Process other = start(60_000);
    Path half = home.resolve("runtimes/vulkan.part/fetched/onnxruntime-node-1.29.0.tgz");
    await(() -> Files.exists(half) && Files.size(half) == 500);

    other.destroyForcibly().waitFor();

    assertThat(store().find(Provider.VULKAN)).isEmpty();
    assertThat(store().list()).isEmpty();
    store().install(Provider.VULKAN, Optional.empty(), Progress.NONE);
    assertThat(RuntimeStoreTest.files(home.resolve("runtimes")))
        .containsExactly(".lock", "vulkan/libonnxruntime.so.1", "vulkan/manifest.json");
  }

  @Test
  void twoAtOnceFetchThePackageOnce() throws Exception {
    List<Process> both = List.of(start(500), start(500));

    for (Process each : both) {
      assertThat(each.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }

    assertThat(home.resolve("fetches")).hasContent("x");
    assertThat(store().find(Provider.VULKAN)).isPresent();
  }

  private Process start(long patienceMillis) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path", ""),
            Install.class.getName(),
            home.toString(),
            Long.toString(patienceMillis))
        .inheritIO()
        .start();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("it did not come to pass");
  }
}
