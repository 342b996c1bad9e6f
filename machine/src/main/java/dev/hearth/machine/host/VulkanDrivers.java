package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.List;

/**
 * The installed Vulkan drivers (ICDs), by their manifests; no driver is loaded to learn this.
 *
 * @param loader where libvulkan.so.1 is
 * @param drivers each manifest, in the loader's order
 */
public record VulkanDrivers(Reading<String> loader, List<Driver> drivers) {
  public VulkanDrivers {
    drivers = List.copyOf(drivers);
  }

  /**
   * The drivers for devices that a kernel driver holds, in the loader's order; none in software.
   */
  public List<Driver> forDevice(String kernelDriver) {
    return drivers.stream().filter(each -> each.kernelDrivers().contains(kernelDriver)).toList();
  }

  /**
   * One driver.
   *
   * @param manifest the JSON file
   * @param library the shared library it names; empty where the manifest cannot be read
   * @param libraryFound whether that library is there; unknown for a bare name that is not in a
   *     usual folder
   * @param apiVersion the Vulkan version it offers, as 1.4.305
   * @param version the driver's own version where a package or a file name tells, as 25.0.7
   * @param kernelDrivers the kernel drivers whose devices it drives: amdgpu, i915, xe, nvidia,
   *     panthor, …; empty for software (lavapipe), and for a driver that is not known here
   * @param software whether it computes on the CPU
   */
  public record Driver(
      String manifest,
      String library,
      Reading<Boolean> libraryFound,
      Reading<String> apiVersion,
      Reading<String> version,
      List<String> kernelDrivers,
      boolean software) {
    public Driver {
      kernelDrivers = List.copyOf(kernelDrivers);
    }
  }
}
