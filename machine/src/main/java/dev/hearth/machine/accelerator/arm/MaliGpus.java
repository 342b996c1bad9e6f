package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.Nodes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Arm's GPUs. Two worlds exclude each other: Arm's own kernel driver kbase shows /dev/mali0 and
 * {@code /sys/class/misc/mali0/device/gpuinfo}, and is what the closed library libmali.so talks to;
 * Linux' own drivers lima, panfrost and panthor show DRM nodes and are what Mesa talks to.
 */
final class MaliGpus {
  private static final String KBASE = "/sys/class/misc/mali0";
  private static final String KBASE_NODE = "/dev/mali0";

  /** The name under which kbase binds. */
  private static final String KBASE_DRIVER = "mali";

  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/libmali.so",
          "/usr/lib/aarch64-linux-gnu/libmali.so",
          "/usr/lib/aarch64-linux-gnu/libmali.so.1",
          "/usr/lib64/libmali.so",
          "/usr/local/lib/libmali.so",
          "/vendor/lib64/egl/libGLES_mali.so");

  private static final List<String> FIRMWARE =
      List.of("/lib/firmware/mali_csffw.bin", "/usr/lib/firmware/mali_csffw.bin");

  /**
   * The model behind the device tree's name, where that stands for one model only; Linux' drivers
   * tell it in the kernel's log alone. Source: Linux
   * Documentation/devicetree/bindings/gpu/arm,mali-* and the chips' data sheets.
   */
  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("rockchip,rk3588-mali", "Mali-G610"),
          Map.entry("rockchip,rk3576-mali", "Mali-G52"),
          Map.entry("rockchip,rk3568-mali", "Mali-G52"),
          Map.entry("rockchip,px30-mali", "Mali-G31"),
          Map.entry("allwinner,sun50i-h616-mali", "Mali-G31"),
          Map.entry("mediatek,mt8183-mali", "Mali-G72"),
          Map.entry("mediatek,mt8183b-mali", "Mali-G72"),
          Map.entry("mediatek,mt8186-mali", "Mali-G52"),
          Map.entry("mediatek,mt8188-mali", "Mali-G57"),
          Map.entry("mediatek,mt8192-mali", "Mali-G57"),
          Map.entry("mediatek,mt8195-mali", "Mali-G57"),
          Map.entry("nxp,imx95-mali", "Mali-G310"));

  private final Machine machine;

  MaliGpus(Machine machine) {
    this.machine = machine;
  }

  /** The Mali that kbase holds. */
  Optional<Accelerator> kbase() {
    if (!machine.exists(KBASE) && !machine.exists(KBASE_NODE)) {
      return Optional.empty();
    }
    String folder = KBASE + "/device";
    String name = machine.targetName(folder).orElse("mali0");
    PlatformDevice found = PlatformDevice.of(machine, name, folder);
    // Nothing else makes this node, so the driver is known where sysfs is hidden, as in containers.
    PlatformDevice device =
        new PlatformDevice(
            name, found.driver().or(() -> Reading.known(KBASE_DRIVER)), found.compatible());
    String info = folder + "/gpuinfo";
    MaliModel model =
        switch (machine.text(info)) {
          case Reading.Known<String>(String line) -> MaliModel.parse(line, info);
          case Reading.Unknown<String>(String reason) -> MaliModel.unknown(reason);
        };
    return Optional.of(
        accelerator(device, model, List.of(Nodes.of(machine, KBASE_NODE, DeviceNode.Role.MALI))));
  }

  /** Whether a device is a Mali, whatever drives it. */
  static boolean isMali(PlatformDevice device) {
    return device.drivenBy("lima")
        || device.drivenBy("panfrost")
        || device.drivenBy("panthor")
        || device.isCompatible("arm,mali")
        || device.compatible().stream().anyMatch(name -> name.endsWith("-mali"));
  }

  /** A Mali that one of Linux' own drivers holds, or none. */
  Accelerator mainline(PlatformDevice device, List<DeviceNode> nodes) {
    return accelerator(device, ofDeviceTree(device), nodes);
  }

  private static MaliModel ofDeviceTree(PlatformDevice device) {
    for (String name : device.compatible()) {
      if (MODELS.containsKey(name)) {
        return MaliModel.named(MODELS.get(name));
      }
    }
    for (String name : device.compatible()) {
      if (name.startsWith("arm,mali-t") || name.startsWith("arm,mali-4")) {
        return MaliModel.named("Mali-" + name.substring(9).toUpperCase(Locale.ROOT));
      }
    }
    MaliModel none =
        MaliModel.unknown("the device tree does not name the model; the kernel's log does");
    if (device.isCompatible("arm,mali-valhall")) {
      boolean csf = device.isCompatible("arm,mali-valhall-csf");
      return new MaliModel(none.name(), Reading.known("valhall"), Reading.known(csf), none.cores());
    }
    // Vendors' device trees say bifrost of Valhall too: only believed where panfrost drives it.
    return device.drivenBy("panfrost") && device.isCompatible("arm,mali-bifrost")
        ? new MaliModel(none.name(), Reading.known("bifrost"), Reading.known(false), none.cores())
        : none;
  }

  private Accelerator accelerator(PlatformDevice device, MaliModel model, List<DeviceNode> nodes) {
    return new Accelerator(
        device.id(),
        Accelerator.Kind.GPU,
        Vendor.ARM,
        Reading.known(model.name().orElse("Mali")),
        model.architecture(),
        Reading.known(Accelerator.Form.INTEGRATED),
        Optional.empty(),
        device.driver(),
        nodes,
        AcceleratorMemory.unknown(PlatformGpus.SYSTEM_MEMORY),
        model.cores(),
        new Details.Mali(
            model.name(),
            first(LIBRARIES, "libmali.so"),
            first(FIRMWARE, "mali_csffw.bin"),
            model.csf()));
  }

  private Reading<String> first(List<String> paths, String name) {
    for (String path : paths) {
      if (machine.exists(path)) {
        return Reading.known(path);
      }
    }
    return Reading.unknown(name + " is in none of the usual folders");
  }
}
