package dev.hearth.cli.choice;

import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.nio.file.Path;
import java.util.List;

/** Vulkan adapters as drivers describe them. */
public final class Adapters {
  /** Mesa's, which plays a GPU on the processor. */
  public static final VulkanAdapter LLVMPIPE =
      adapter(
          "llvmpipe (LLVM 19.1.7, 256 bits)",
          PhysicalDevice.Type.CPU,
          "llvmpipe",
          Reading.unknown("none"));

  private Adapters() {}

  public static VulkanAdapter discrete(String name, String address) {
    return adapter(name, PhysicalDevice.Type.DISCRETE_GPU, "radv", at(address));
  }

  public static VulkanAdapter integrated(String name, String address) {
    return adapter(name, PhysicalDevice.Type.INTEGRATED_GPU, "radv", at(address));
  }

  /** Mesa's driver on Direct3D 12, which tells no address. */
  public static VulkanAdapter dozen(String name) {
    return adapter(name, PhysicalDevice.Type.DISCRETE_GPU, "Dozen", Reading.unknown("none"));
  }

  private static Reading<PciAddress> at(String address) {
    return Reading.known(PciAddress.parse(address).orElseThrow());
  }

  private static VulkanAdapter adapter(
      String name, PhysicalDevice.Type type, String driver, Reading<PciAddress> pci) {
    return new VulkanAdapter(
        new PhysicalDevice(
            name,
            type,
            0x1002,
            0x15bf,
            "1.4.305",
            Reading.known(driver),
            Reading.known("Mesa 25.0.7"),
            pci,
            List.of()),
        Path.of("icd.json"));
  }
}
