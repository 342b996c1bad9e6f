package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Accelerator.Kind;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The other GPUs of boards, known by their drivers. What is not in this list is no accelerator,
 * though it may have a render node: display engines, vgem, vkms, simpledrm.
 */
final class PlatformGpus {
  static final String SYSTEM_MEMORY =
      "it has no memory of its own: it uses the machine's, and the kernel tells no limit";

  /**
   * A driver.
   *
   * @param driver as DRM calls it, which is what Vulkan's drivers look for
   * @param kind GPU or NPU
   * @param vendor its maker
   * @param name what it drives
   */
  private record Known(String driver, Kind kind, Vendor vendor, String name) {}

  private static final Known ADRENO = new Known("msm", Kind.GPU, Vendor.OTHER, "Qualcomm Adreno");

  /** By the driver of the device that has the node; Adreno's nodes hang on its display engine. */
  private static final Map<String, Known> DRIVERS =
      Map.ofEntries(
          Map.entry("v3d", new Known("v3d", Kind.GPU, Vendor.OTHER, "Broadcom VideoCore")),
          Map.entry("vc4-drm", new Known("vc4", Kind.GPU, Vendor.OTHER, "Broadcom VideoCore IV")),
          Map.entry("msm", ADRENO),
          Map.entry("msm_dpu", ADRENO),
          Map.entry("msm_mdp", ADRENO),
          Map.entry("msm-mdss", ADRENO),
          Map.entry("adreno", ADRENO),
          Map.entry("etnaviv", new Known("etnaviv", Kind.GPU, Vendor.OTHER, "Vivante GPU")),
          Map.entry("powervr", new Known("powervr", Kind.GPU, Vendor.OTHER, "Imagination PowerVR")),
          Map.entry(
              "pvrsrvkm", new Known("pvrsrvkm", Kind.GPU, Vendor.OTHER, "Imagination PowerVR")),
          Map.entry("asahi", new Known("asahi", Kind.GPU, Vendor.OTHER, "Apple GPU")),
          Map.entry("ethosu", new Known("ethosu", Kind.NPU, Vendor.ARM, "Arm Ethos-U NPU")));

  private PlatformGpus() {}

  /** The accelerator of a device with DRM nodes; empty where it is none. */
  static Optional<Accelerator> of(PlatformDevice device, List<DeviceNode> nodes) {
    return device
        .driver()
        .asOptional()
        .map(DRIVERS::get)
        .filter(_ -> computes(nodes))
        .map(known -> accelerator(known, device, nodes));
  }

  /** A card node alone is a display. */
  private static boolean computes(List<DeviceNode> nodes) {
    return nodes.stream()
        .anyMatch(
            node -> node.role() == DeviceNode.Role.RENDER || node.role() == DeviceNode.Role.ACCEL);
  }

  /** Where sysfs shows the device of a node. */
  static String folder(DeviceNode node) {
    String name = node.path().substring(node.path().lastIndexOf('/') + 1);
    String group = node.role() == DeviceNode.Role.ACCEL ? "accel" : "drm";
    return "/sys/class/" + group + "/" + name + "/device";
  }

  private static Accelerator accelerator(
      Known known, PlatformDevice device, List<DeviceNode> nodes) {
    return new Accelerator(
        device.id(),
        known.kind(),
        known.vendor(),
        Reading.known(name(known, device)),
        architecture(device),
        Reading.known(Form.INTEGRATED),
        Optional.empty(),
        Reading.known(known.driver()),
        nodes,
        AcceleratorMemory.unknown(SYSTEM_MEMORY),
        Reading.unknown("the kernel does not tell it"),
        new Details.None());
  }

  private static String name(Known known, PlatformDevice device) {
    return switch (videoCore(device)) {
      case "v3d-4.2" -> known.name() + " VI";
      case "v3d-7.1" -> known.name() + " VII";
      default -> known.name();
    };
  }

  private static Reading<String> architecture(PlatformDevice device) {
    String videoCore = videoCore(device);
    return videoCore.isEmpty()
        ? Reading.unknown("the driver " + device.driver().orElse("") + " tells no architecture")
        : Reading.known(videoCore);
  }

  /**
   * Raspberry Pi 4 and 5. Source: Linux Documentation/devicetree/bindings/gpu/brcm,bcm-v3d.yaml.
   */
  private static String videoCore(PlatformDevice device) {
    if (device.isCompatible("brcm,2711-v3d")) {
      return "v3d-4.2";
    }
    return device.isCompatible("brcm,2712-v3d") ? "v3d-7.1" : "";
  }
}
