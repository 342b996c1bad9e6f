package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Rockchip's NPU. The vendor's driver RKNPU, which the RKNN runtime wants, shows a DRM render node;
 * as an added module on Linux' own device tree that node's device has an empty uevent, and only the
 * NPU's own device tells the driver. Linux' own driver rocket shows an accel node on a device named
 * rknn, and the RKNN runtime cannot use it. Source: Linux drivers/accel/rocket/rocket_drv.c; the
 * vendor's drivers/rknpu/rknpu_drv.c.
 */
final class RockchipNpu {
  private static final String VENDOR_DRIVER = "RKNPU";
  private static final String MAINLINE_DRIVER = "rocket";
  private static final String DRIVERS = "/sys/bus/platform/drivers/";
  private static final String SUFFIX = ".npu";

  /** In the order of who may read them. */
  private static final List<String> VERSIONS =
      List.of(
          "/sys/module/rknpu/version", "/proc/rknpu/version", "/sys/kernel/debug/rknpu/version");

  /** NPU cores by chip. Source: Rockchip's RKNN documentation. */
  private static final Map<String, Integer> CORES =
      Map.of("rk3588", 3, "rk3576", 2, "rk3566", 1, "rk3568", 1, "rk3562", 1);

  private final Machine machine;
  private final List<PlatformDevice> drmDevices;
  private final DrmNodes drm;

  RockchipNpu(Machine machine, List<PlatformDevice> drmDevices, DrmNodes drm) {
    this.machine = machine;
    this.drmDevices = drmDevices;
    this.drm = drm;
  }

  /** Whether a device is a core of the NPU, whatever drives it. */
  static boolean isCore(PlatformDevice device) {
    return device.isCompatible("-rknpu") || device.isCompatible("-rknn-core");
  }

  /** The NPU, by whichever driver holds it; all cores are one. */
  Optional<Accelerator> probe() {
    return vendors().or(this::mainline);
  }

  /** An NPU without a driver. */
  Accelerator unbound(PlatformDevice core) {
    return accelerator(
        core,
        core.driver(),
        List.of(),
        Reading.unknown("no driver is bound to " + core.name()),
        coresOfChip());
  }

  /** The NPU that the chip has by its name, where the kernel does not know of any. */
  Optional<Accelerator> unknownToThisKernel() {
    return DeviceTree.rockchip(machine)
        .asOptional()
        .filter(CORES::containsKey)
        .map(chip ->
            unbound(
                new PlatformDevice(
                    "npu",
                    Reading.unknown(chip + " has an NPU, but this kernel has no driver for it"),
                    List.of())));
  }

  private Optional<Accelerator> vendors() {
    for (PlatformDevice device : drmDevices) {
      if (device.drivenBy(VENDOR_DRIVER)) {
        return Optional.of(vendors(device, drm.of(device.name())));
      }
    }
    List<String> bound = bound(VENDOR_DRIVER);
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    String folder = DRIVERS + VENDOR_DRIVER + "/" + bound.getFirst();
    PlatformDevice device = PlatformDevice.of(machine, bound.getFirst(), folder);
    return Optional.of(vendors(device, nodesOfNobody()));
  }

  private Accelerator vendors(PlatformDevice device, List<DeviceNode> nodes) {
    return accelerator(device, Reading.known(VENDOR_DRIVER), nodes, driverVersion(), coresOfChip());
  }

  /** The nodes of the one device whose driver sysfs does not tell; none where there are several. */
  private List<DeviceNode> nodesOfNobody() {
    List<List<DeviceNode>> found = new ArrayList<>();
    for (PlatformDevice device : drmDevices) {
      if (device.driver().asOptional().isEmpty()) {
        found.add(drm.of(device.name()));
      }
    }
    return found.size() == 1 ? found.getFirst() : List.of();
  }

  private Optional<Accelerator> mainline() {
    List<String> bound = bound(MAINLINE_DRIVER);
    if (bound.isEmpty()) {
      return Optional.empty();
    }
    List<DeviceNode> nodes = new ArrayList<>();
    for (PlatformDevice device : drmDevices) {
      if (device.driver().asOptional().isEmpty() || device.drivenBy(MAINLINE_DRIVER)) {
        drm.of(device.name()).stream()
            .filter(node -> node.role() == DeviceNode.Role.ACCEL)
            .forEach(nodes::add);
      }
    }
    return Optional.of(
        accelerator(
            new PlatformDevice(bound.getFirst(), Reading.known(MAINLINE_DRIVER), List.of()),
            Reading.known(MAINLINE_DRIVER),
            nodes,
            Reading.unknown("rocket is Linux' own driver, not the vendor's, and has no version"),
            Reading.known(bound.size())));
  }

  private List<String> bound(String driver) {
    return machine.namesOrNone(DRIVERS + driver).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .toList();
  }

  private Accelerator accelerator(
      PlatformDevice device,
      Reading<String> driver,
      List<DeviceNode> nodes,
      Reading<String> version,
      Reading<Integer> cores) {
    Reading<String> soc = DeviceTree.rockchip(machine);
    return new Accelerator(
        device.id(),
        Accelerator.Kind.NPU,
        Vendor.ROCKCHIP,
        Reading.known(soc.map(chip -> chip.toUpperCase(Locale.ROOT) + " NPU").orElse("NPU")),
        soc,
        Reading.known(Accelerator.Form.INTEGRATED),
        Optional.empty(),
        driver,
        nodes,
        AcceleratorMemory.unknown(PlatformGpus.SYSTEM_MEMORY),
        cores,
        new Details.Rockchip(
            soc, DeviceTree.compatible(machine).orElse(List.of()), version, cores));
  }

  private Reading<Integer> coresOfChip() {
    return DeviceTree.rockchip(machine)
        .flatMap(chip ->
            CORES.containsKey(chip)
                ? Reading.known(CORES.get(chip))
                : Reading.unknown("the number of NPU cores of " + chip + " is not known here"));
  }

  private Reading<String> driverVersion() {
    Reading<String> version = Reading.unknown("the driver tells no version");
    for (String file : VERSIONS) {
      version =
          machine
              .text(file)
              .flatMap(text ->
                  versionIn(text)
                      .map(Reading::known)
                      .orElse(Reading.unknown(file + " holds no version")));
      if (version.asOptional().isPresent()) {
        break;
      }
    }
    return version;
  }

  /** {@code 0.9.8} of {@code RKNPU driver: v0.9.8}. */
  static Optional<String> versionIn(String text) {
    for (String word : text.split("\\s+", -1)) {
      String version = word.startsWith("v") ? word.substring(1) : word;
      boolean numbers = version.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
      if (numbers && version.indexOf('.') > 0 && !version.endsWith(".")) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
