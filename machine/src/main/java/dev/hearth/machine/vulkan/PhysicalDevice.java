package dev.hearth.machine.vulkan;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.util.List;

/**
 * A device as a loaded Vulkan driver shows it. Source: {@code VkPhysicalDeviceProperties} and what
 * hangs on it.
 *
 * @param name as the driver calls it
 * @param type what sort of device it says it is
 * @param vendorId PCI's, as 0x1002; above 0xffff a number Khronos gave, as 0x10005 for Mesa
 * @param deviceId PCI's, or the driver's own
 * @param apiVersion the Vulkan version it speaks, as 1.4.305
 * @param driverName as "radv", "llvmpipe"
 * @param driverVersion in the driver's words, as "Mesa 25.0.7-2"
 * @param pci where it sits
 * @param heaps the memory it offers, in its order
 */
public record PhysicalDevice(
    String name,
    Type type,
    int vendorId,
    int deviceId,
    String apiVersion,
    Reading<String> driverName,
    Reading<String> driverVersion,
    Reading<PciAddress> pci,
    List<Heap> heaps) {
  public PhysicalDevice {
    heaps = List.copyOf(heaps);
  }

  /** {@code VkPhysicalDeviceType}. */
  public enum Type {
    OTHER,
    INTEGRATED_GPU,
    DISCRETE_GPU,
    VIRTUAL_GPU,
    /** The CPU plays the device: lavapipe, SwiftShader. */
    CPU;

    /** By Vulkan's number; numbers still to come are other. */
    static Type of(int number) {
      return number >= 0 && number < values().length ? values()[number] : OTHER;
    }
  }

  /**
   * A heap of memory.
   *
   * @param sizeBytes its size
   * @param deviceLocal whether it is the device's own, or, in an integrated GPU, as good as that
   */
  public record Heap(long sizeBytes, boolean deviceLocal) {}
}
