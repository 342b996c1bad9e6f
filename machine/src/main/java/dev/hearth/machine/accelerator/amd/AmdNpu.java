package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.Optional;

/** The NPU of a Ryzen AI processor, driven by amdxdna. */
final class AmdNpu {
  private static final int PHOENIX = 0x1502;
  private static final int STRIX = 0x17f0;

  private AmdNpu() {}

  static Accelerator of(PciDevice device, DrmNodes drm, DeviceNames names) {
    return new Accelerator(
        "pci-" + device.address(),
        Accelerator.Kind.NPU,
        Vendor.AMD,
        names.name(device.identity()),
        architecture(device.identity().deviceId()),
        Reading.known(Accelerator.Form.INTEGRATED),
        Optional.of(device.identity()),
        device.driver(),
        drm.of(device.address()),
        AcceleratorMemory.unknown("an NPU of AMD's works in system memory"),
        Reading.unknown("amdxdna does not tell the number of its columns in sysfs"),
        new Details.None());
  }

  /** Source: the device ids in amd/xdna-driver. */
  private static Reading<String> architecture(int deviceId) {
    return switch (deviceId) {
      case PHOENIX -> Reading.known("xdna");
      case STRIX -> Reading.known("xdna2");
      default -> Reading.unknown("the device id is in no table of NPUs");
    };
  }
}
