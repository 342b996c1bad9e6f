package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Surveys.node;
import static dev.hearth.planning.doctor.Surveys.unread;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Accelerator.Kind;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import java.util.List;
import java.util.Optional;

/** Accelerators as the probes give them on a Debian, where nodes are 0660 and render's (992). */
final class Gpus {
  static final int CLOSED = 0660;
  static final int OPEN = 0666;

  private Gpus() {}

  static Accelerator phoenix() {
    return amd("pci-0000:c4:00.0", "gfx1103", Form.INTEGRATED);
  }

  static Accelerator polaris() {
    return amd("pci-0000:01:00.0", "gfx803", Form.DISCRETE);
  }

  static Accelerator amd(String id, String gfx, Form form) {
    return amd(id, gfx, form, kfd(CLOSED), node("/dev/dri/renderD128", Role.RENDER, CLOSED, 992));
  }

  static DeviceNode kfd(int mode) {
    return node("/dev/kfd", Role.KFD, mode, 992);
  }

  static Accelerator amd(String id, String gfx, Form form, DeviceNode... nodes) {
    return amd(
        id,
        gfx,
        form,
        new Details.Amd(
            Details.GfxSource.KFD,
            Reading.known(1),
            unread(),
            unread(),
            unread(),
            Reading.known(600),
            Reading.known(32)),
        nodes);
  }

  static Accelerator amd(
      String id, String gfx, Form form, Details.Amd details, DeviceNode... nodes) {
    return of(id, Kind.GPU, Vendor.AMD, gfx, "amdgpu", details, form, nodes);
  }

  static Accelerator nvidia(String capability, String driver) {
    return nvidia(capability, driver, driver, nvidiaNodes());
  }

  static DeviceNode[] nvidiaNodes() {
    return new DeviceNode[] {
      node("/dev/nvidia0", Role.NVIDIA, OPEN, 0),
      node("/dev/nvidiactl", Role.NVIDIA_CONTROL, OPEN, 0),
      node("/dev/nvidia-uvm", Role.NVIDIA_CONTROL, OPEN, 0)
    };
  }

  static Accelerator nvidia(String capability, String module, String library, DeviceNode... nodes) {
    return nvidia(capability, module, library, false, nodes);
  }

  /** A100 with MIG. */
  static Accelerator nvidiaInInstances() {
    return nvidia("8.0", "570.172.08", "570.172.08", true, nvidiaNodes());
  }

  private static Accelerator nvidia(
      String capability, String module, String library, boolean mig, DeviceNode... nodes) {
    Details details =
        new Details.Nvidia(
            Reading.known(module),
            Reading.known(false),
            Reading.known(library),
            unread(),
            Reading.known(0),
            unread(),
            Reading.known(mig),
            Reading.known("asked"),
            unread());
    return of(
        "pci-0000:01:00.0",
        Kind.GPU,
        Vendor.NVIDIA,
        capability,
        "nvidia",
        details,
        Form.DISCRETE,
        nodes);
  }

  static Accelerator jetson(String release, int mode) {
    return of(
        "platform-17000000.gpu",
        Kind.GPU,
        Vendor.NVIDIA,
        "8.7",
        "nvgpu",
        new Details.Nvidia(
            Reading.known("540.4.0"),
            Reading.known(true),
            unread(),
            unread(),
            unread(),
            unread(),
            Reading.known(false),
            unread(),
            Reading.known(release)),
        Form.INTEGRATED,
        node("/dev/nvgpu/igpu0/channel", Role.NVIDIA, mode, 44),
        node("/dev/nvgpu/igpu0/ctrl", Role.NVIDIA_CONTROL, mode, 44),
        node("/dev/nvmap", Role.NVIDIA_CONTROL, mode, 44));
  }

  static Accelerator nouveau() {
    return of(
        "pci-0000:06:00.0",
        Kind.GPU,
        Vendor.NVIDIA,
        "3.5",
        "nouveau",
        new Details.None(),
        Form.DISCRETE,
        node("/dev/dri/renderD128", Role.RENDER, CLOSED, 992));
  }

  static Accelerator haswell() {
    return of(
        "pci-0000:00:02.0",
        Kind.GPU,
        Vendor.INTEL,
        "gen7.5",
        "i915",
        new Details.Intel(Reading.known("Gen7.5"), unread()),
        Form.INTEGRATED,
        node("/dev/dri/renderD128", Role.RENDER, CLOSED, 992));
  }

  /** An AMD card that a kernel driver other than amdgpu holds. */
  static Accelerator bound(String driver) {
    return of(
        "pci-0000:03:00.0",
        Kind.GPU,
        Vendor.AMD,
        "gfx602",
        driver,
        new Details.None(),
        Form.DISCRETE,
        node("/dev/dri/renderD128", Role.RENDER, CLOSED, 992));
  }

  static Accelerator intel(String generation, String driver) {
    return intel("pci-0000:00:02.0", generation, driver, Form.INTEGRATED, "/dev/dri/renderD128");
  }

  static Accelerator arc() {
    return intel(
        "pci-0000:03:00.0", "Xe2 (Battlemage)", "xe", Form.DISCRETE, "/dev/dri/renderD129");
  }

  private static Accelerator intel(
      String id, String generation, String driver, Form form, String render) {
    return of(
        id,
        Kind.GPU,
        Vendor.INTEL,
        "gen",
        driver,
        new Details.Intel(Reading.known(generation), unread()),
        form,
        node(render, Role.RENDER, CLOSED, 992));
  }

  static Accelerator v3d() {
    return of(
        "platform-1002000000.v3d",
        Kind.GPU,
        Vendor.OTHER,
        "VideoCore VII",
        "v3d",
        new Details.None(),
        Form.INTEGRATED,
        node("/dev/dri/renderD128", Role.RENDER, CLOSED, 992));
  }

  static Accelerator mali(String driver, Details.Mali details, DeviceNode... nodes) {
    return of(
        "platform-fb000000.gpu",
        Kind.GPU,
        Vendor.ARM,
        "valhall",
        driver,
        details,
        Form.INTEGRATED,
        nodes);
  }

  static Details.Mali blobs(boolean there) {
    return new Details.Mali(
        Reading.known("Mali-G610"),
        there ? Reading.known("/usr/lib/libmali.so") : unread(),
        there ? Reading.known("/lib/firmware/mali_csffw.bin") : unread(),
        Reading.known(true));
  }

  static Accelerator rockchip(String soc, String driver, Reading<String> version) {
    return of(
        "platform-fdab0000.npu",
        Kind.NPU,
        Vendor.ROCKCHIP,
        soc,
        driver,
        new Details.Rockchip(
            Reading.known(soc), List.of("rockchip," + soc), version, Reading.known(3)),
        Form.INTEGRATED,
        node("/dev/dri/renderD129", Role.RENDER, CLOSED, 992));
  }

  static Accelerator wsl(Vendor vendor, Reading<String> cuda) {
    return of(
        "wsl-0",
        Kind.GPU,
        vendor,
        "8.9",
        "dxgkrnl",
        new Details.Wsl(unread(), cuda, Reading.known("560.94"), unread()),
        Form.DISCRETE,
        node("/dev/dxg", Role.DXG, OPEN, 0));
  }

  static Accelerator nothingRead(Vendor vendor, Kind kind, Details details, DeviceNode... nodes) {
    return new Accelerator(
        "pci-" + vendor + kind + details.getClass().getSimpleName() + nodes.length,
        kind,
        vendor,
        unread(),
        unread(),
        unread(),
        Optional.empty(),
        unread(),
        List.of(nodes),
        AcceleratorMemory.unknown("not read"),
        unread(),
        details);
  }

  static Accelerator bound(Accelerator accelerator, String driver, DeviceNode... nodes) {
    return of(
        accelerator.id(),
        accelerator.kind(),
        accelerator.vendor(),
        accelerator.architecture().orElse(""),
        driver,
        accelerator.details(),
        Form.DISCRETE,
        nodes);
  }

  private static Accelerator of(
      String id,
      Kind kind,
      Vendor vendor,
      String architecture,
      String driver,
      Details details,
      Form form,
      DeviceNode... nodes) {
    return new Accelerator(
        id,
        kind,
        vendor,
        Reading.known(vendor + " " + architecture),
        Reading.known(architecture),
        Reading.known(form),
        Optional.empty(),
        Reading.known(driver),
        List.of(nodes),
        AcceleratorMemory.unknown("not read"),
        unread(),
        details);
  }
}
