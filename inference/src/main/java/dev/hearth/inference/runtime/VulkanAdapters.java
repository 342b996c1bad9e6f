package dev.hearth.inference.runtime;

import dev.hearth.machine.Machine;
import java.nio.file.Path;
import java.util.List;

/** The Vulkan adapters of this machine, and the choice of one for this process. */
public final class VulkanAdapters {
  private VulkanAdapters() {}

  /**
   * All adapters, software ones last; hardware in the order of their PCI addresses.
   *
   * @throws dev.hearth.machine.ProblemException when there is no Vulkan loader
   */
  public static List<VulkanAdapter> list(Machine machine) {
    java.util.Objects.requireNonNull(machine);
    return List.of();
  }

  /**
   * Shows this process one adapter only; before the runtime is loaded.
   *
   * @param shaderCache where drivers keep compiled shaders
   * @throws dev.hearth.machine.ProblemException when others remain visible beside it
   */
  public static void show(VulkanAdapter adapter, Path shaderCache) {
    if (adapter.manifest().equals(shaderCache)) {
      throw new IllegalArgumentException("not a folder: " + shaderCache);
    }
  }
}
