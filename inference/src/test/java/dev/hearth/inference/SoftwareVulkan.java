package dev.hearth.inference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.RuntimeLibraries;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.runtime.VulkanAdapters;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.inference.runtimes.RuntimeStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A GPU that the processor plays: Mesa's llvmpipe or SwiftShader, and the Vulkan runtime, fetched
 * once by npm into {@code target}. Where one of them is missing, tests are skipped with the reason.
 * A JVM loads one native runtime only, so tests that use this carry the tag {@code vulkan} and run
 * in a JVM of their own.
 */
public final class SoftwareVulkan {
  private static final Path DATA =
      Path.of(System.getProperty("hearth.root", ""))
          .toAbsolutePath()
          .resolve("inference/target/data/hearth");

  private static Optional<RuntimeLibraries> shown = Optional.empty();

  private SoftwareVulkan() {}

  /** The runtime's libraries, after a software adapter was made the only one of this process. */
  public static synchronized RuntimeLibraries orSkip() {
    if (shown.isEmpty()) {
      RuntimeLibraries libraries = runtimeOrSkip().libraries();
      VulkanAdapters.show(adapterOrSkip(), DATA.resolve("shaders"));
      shown = Optional.of(libraries);
    }
    return shown.orElseThrow();
  }

  /** Sessions over that runtime. */
  public static OnnxSessions sessionsOrSkip() {
    return OnnxSessions.load(orSkip(), DATA.resolve("native"));
  }

  /** The adapter as the engine addresses it. */
  public static Device deviceOrSkip() {
    return adapterOrSkip().device();
  }

  private static VulkanAdapter adapterOrSkip() {
    List<VulkanAdapter> adapters;
    try {
      adapters = VulkanAdapters.list(new Machine(FileTree.live(new ProcessCommandRunner())));
    } catch (ProblemException none) {
      assumeTrue(false, "no Vulkan here: " + none.getMessage());
      throw none;
    }
    Optional<VulkanAdapter> software =
        adapters.stream()
            .filter(VulkanAdapter::software)
            .filter(SoftwareVulkan::recent)
            .findFirst();
    assumeTrue(software.isPresent(), "neither llvmpipe of Mesa 25 nor SwiftShader is installed");
    return software.orElseThrow();
  }

  /** Mesa 22.3 says Vulkan 1.3 and is refused by the runtime; Mesa 25 says 1.4. */
  private static boolean recent(VulkanAdapter adapter) {
    String name = adapter.properties().name();
    return !name.startsWith("llvmpipe") || !adapter.properties().apiVersion().startsWith("1.3");
  }

  private static InstalledRuntime runtimeOrSkip() {
    RuntimeStore store = new RuntimeStore(DATA.resolve("runtimes"), new ProcessCommandRunner());
    Optional<InstalledRuntime> there = store.find(Provider.VULKAN);
    if (there.isPresent()) {
      return there.orElseThrow();
    }
    try {
      return store.install(Provider.VULKAN, Optional.empty(), Progress.NONE);
    } catch (ProblemException missing) {
      assumeTrue(false, "the Vulkan runtime cannot be fetched: " + missing.getMessage());
      throw missing;
    }
  }
}
