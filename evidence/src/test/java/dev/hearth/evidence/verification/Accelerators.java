package dev.hearth.evidence.verification;

import dev.hearth.machine.Access;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.PciIdentity;
import dev.hearth.machine.accelerator.Vendor;
import java.util.List;
import java.util.Optional;

/** Accelerators at 0000:c4:00.0. */
public final class Accelerators {
  private static final PciAddress ADDRESS = new PciAddress(0, 0xc4, 0, 0);

  private Accelerators() {}

  public static Accelerator amd(String architecture, Accelerator.Form form) {
    Details details =
        new Details.Amd(
            Details.GfxSource.KFD,
            Reading.known(1),
            Reading.known(5567L),
            unknown(),
            unknown(),
            unknown(),
            unknown());
    return of(
        Vendor.AMD,
        architecture,
        form,
        "amdgpu",
        List.of(node("/dev/dri/renderD128", Role.RENDER), node("/dev/kfd", Role.KFD)),
        details);
  }

  public static Accelerator intel(String driver) {
    return of(
        Vendor.INTEL,
        "xe",
        Accelerator.Form.DISCRETE,
        driver,
        List.of(node("/dev/dri/renderD128", Role.RENDER)),
        new Details.None());
  }

  public static Accelerator nvidia() {
    return of(
        Vendor.NVIDIA,
        "8.9",
        Accelerator.Form.DISCRETE,
        "nvidia",
        List.of(node("/dev/nvidia0", Role.NVIDIA)),
        new Details.None());
  }

  private static Accelerator of(
      Vendor vendor,
      String architecture,
      Accelerator.Form form,
      String driver,
      List<DeviceNode> nodes,
      Details details) {
    return new Accelerator(
        "pci-" + ADDRESS,
        Accelerator.Kind.GPU,
        vendor,
        Reading.known("a GPU"),
        Reading.known(architecture),
        Reading.known(form),
        Optional.of(
            new PciIdentity(
                ADDRESS, 0x1002, 0x15bf, unknown(), unknown(), unknown(), unknown(), unknown(),
                unknown())),
        Reading.known(driver),
        nodes,
        AcceleratorMemory.unknown("not asked"),
        unknown(),
        details);
  }

  private static DeviceNode node(String path, Role role) {
    return new DeviceNode(
        path,
        role,
        Reading.known(new FileStatus(FileStatus.Kind.CHARACTER_DEVICE, 0660, 0, 105)),
        Reading.known(new Access(true, true)));
  }

  private static <T> Reading<T> unknown() {
    return Reading.unknown("not asked");
  }
}
