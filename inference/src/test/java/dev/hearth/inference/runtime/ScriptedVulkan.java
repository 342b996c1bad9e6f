package dev.hearth.inference.runtime;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Vulkan loader with Mesa's device-select layer, as far as variables move them. */
final class ScriptedVulkan implements VisibleDevices {
  private final Map<String, List<PhysicalDevice>> drivers = new LinkedHashMap<>();
  private boolean layer = true;

  ScriptedVulkan driver(String manifest, PhysicalDevice... devices) {
    drivers.put(manifest, List.of(devices));
    return this;
  }

  /** As where only NVIDIA's driver is installed. */
  ScriptedVulkan withoutMesa() {
    layer = false;
    return this;
  }

  List<String> manifests() {
    return List.copyOf(drivers.keySet());
  }

  @Override
  public Reading<List<PhysicalDevice>> read() {
    List<PhysicalDevice> shown = new ArrayList<>();
    String files = NativeEnvironment.get("VK_DRIVER_FILES").orElse("");
    drivers.forEach((manifest, devices) -> {
      if (files.isEmpty() || files.equals(manifest)) {
        shown.addAll(devices);
      }
    });
    if (shown.isEmpty()) {
      return Reading.unknown("vkCreateInstance answered VK_ERROR_INCOMPATIBLE_DRIVER");
    }
    return Reading.known(layer ? selected(shown) : shown);
  }

  private static List<PhysicalDevice> selected(List<PhysicalDevice> shown) {
    String ids = NativeEnvironment.get("MESA_VK_DEVICE_SELECT").orElse("");
    List<PhysicalDevice> byIds = shown.stream().filter(each -> ids.equals(ids(each))).toList();
    if (!byIds.isEmpty()) {
      return byIds.subList(byIds.size() - 1, byIds.size());
    }
    String tag = NativeEnvironment.get("DRI_PRIME").orElse("");
    List<PhysicalDevice> byTag = shown.stream().filter(each -> tag.equals(tag(each))).toList();
    return byTag.isEmpty() ? shown : byTag;
  }

  private static String ids(PhysicalDevice device) {
    return Integer.toHexString(device.vendorId())
        + ":"
        + Integer.toHexString(device.deviceId())
        + "!";
  }

  private static String tag(PhysicalDevice device) {
    String address = device.pci().asOptional().map(Object::toString).orElse("");
    return "pci-" + address.replace(':', '_').replace('.', '_') + "!";
  }

  static PhysicalDevice radeon(String pci, int deviceId, PhysicalDevice.Type type) {
    return gpu("AMD Radeon " + Integer.toHexString(deviceId), type, 0x1002, deviceId, "radv", pci);
  }

  static PhysicalDevice gpu(
      String name,
      PhysicalDevice.Type type,
      int vendorId,
      int deviceId,
      String driver,
      String pci) {
    return new PhysicalDevice(
        name,
        type,
        vendorId,
        deviceId,
        "1.4.305",
        Reading.known(driver),
        Reading.known(driver.equals("radv") ? "Mesa 25.0.7-2" : "2.0.330"),
        PciAddress.parse(pci).map(Reading::known).orElse(Reading.unknown("no PCI")),
        List.of());
  }

  static PhysicalDevice llvmpipe() {
    return gpu(
        "llvmpipe (LLVM 19.1.7, 256 bits)", PhysicalDevice.Type.CPU, 0x10005, 0, "llvmpipe", "");
  }
}
