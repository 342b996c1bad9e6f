package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.remedy.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ROCm: amdgpu, /dev/kfd, the render node, KFD's word on the GPU, and kernels for its target. */
final class RocmRules implements BackendRules {
  private static final String DOCS = "ROCm docs: prerequisites";
  private static final String KFD = "Linux kernel: amdkfd kfd_device.c";

  /** gfx11 with older compute firmware needs PCIe atomics. Source: kfd_device.c. */
  private static final int GFX11_FIRMWARE_WITHOUT_ATOMICS = 509;

  @Override
  public Backend backend() {
    return Backend.ROCM;
  }

  @Override
  public Optional<String> foreign(Accelerator accelerator) {
    if (accelerator.vendor() == Vendor.AMD) {
      return accelerator.kind() == Accelerator.Kind.GPU
          ? Optional.empty()
          : Optional.of("ROCm does not use AMD's NPUs");
    }
    return behindWsl(accelerator) && accelerator.vendor() == Vendor.OTHER
        ? Optional.empty()
        : Optional.of("ROCm is for AMD GPUs");
  }

  @Override
  public List<DeviceNode> nodes(Accelerator accelerator) {
    return accelerator.nodes().stream()
        .filter(node -> node.role() == Role.KFD || node.role() == Role.RENDER)
        .toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    if (behindWsl(accelerator)) {
      findings.add(wsl(examined, accelerator));
      return findings;
    }
    Finding driver = driver(examined).examine(examined, accelerator);
    findings.add(driver);
    if (!driver.failed()) {
      kfd(examined, accelerator, findings);
      findings.addAll(RenderNode.examine(examined, accelerator, DOCS));
    }
    findings.addAll(
        GfxRules.examine(examined, accelerator).stream()
            .limit(driver.failed() ? 1 : Long.MAX_VALUE) // troubles come after what they trouble
            .toList());
    findings.addAll(AmdKernel.examine(examined, accelerator));
    return findings;
  }

  private static boolean behindWsl(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Wsl;
  }

  private static DriverRule driver(Case examined) {
    return new DriverRule(
        Set.of("amdgpu"),
        Map.of("radeon", "the driver of GPUs too old for ROCm"),
        "sudo modprobe amdgpu  # if that fails, its firmware may be missing: "
            + examined.remedies().install(Software.AMD_FIRMWARE),
        DOCS);
  }

  /** Under WSL2 there is no amdgpu at all: the GPU is Windows'. */
  private static Finding wsl(Case examined, Accelerator accelerator) {
    return examined
        .about(accelerator)
        .fail(
            "wsl",
            "WSL2 has no /dev/kfd: no container image that brings ROCm finds an AMD GPU here, and"
                + " --gpus all is for NVIDIA GPUs only")
        .because("/dev/dxg is there, /dev/kfd is not; " + bridge(accelerator))
        .remedy(
            "Run it under Linux itself, or on the CPU here; Ollama for Windows uses the GPU natively")
        .source(
            "Ollama: install.sh (WSL2 passes NVIDIA GPUs through only); Docker docs: GPU support");
  }

  /**
   * ROCm built for WSL2 goes through a library of its own; the services' images do not bring it.
   */
  private static String bridge(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Wsl wsl
        ? "ROCm's own bridge for WSL2, which images do not use: " + Evidence.of(wsl.rocmBridge())
        : "";
  }

  private static void kfd(Case examined, Accelerator accelerator, List<Finding> findings) {
    Optional<DeviceNode> kfd = accelerator.node(Role.KFD);
    if (kfd.filter(DeviceNode::present).isEmpty()) {
      findings.add(noKfd(examined, kfd));
      return;
    }
    findings.add(
        examined
            .all()
            .pass("kfd-node", "/dev/kfd is there")
            .because(Evidence.of(kfd.get(), examined.account()))
            .source(DOCS));
    findings.add(NodeAccess.of(examined, kfd.get(), examined.all(), "kfd-access"));
    if (accelerator.details() instanceof Details.Amd amd) {
      findings.add(accepted(examined, accelerator, amd));
      firmware(examined, accelerator, amd).ifPresent(findings::add);
    }
  }

  private static Finding noKfd(Case examined, Optional<DeviceNode> kfd) {
    About.Statement statement =
        examined
            .all()
            .fail("kfd-node", "/dev/kfd is missing, through which ROCm computes")
            .because(kfd.map(node -> Evidence.of(node.status())).orElse("/dev/kfd was not found"));
    boolean inContainer = examined.system().container().asOptional().isPresent();
    return statement
        .remedy(
            inContainer
                ? "Start this container with --device /dev/kfd --device /dev/dri"
                : "sudo dmesg | grep -i kfd  # says why; without any line, the kernel was built without"
                    + " CONFIG_HSA_AMD: use your distribution's own kernel")
        .source(DOCS);
  }

  /** KFD lists a GPU only where the PCIe path bears atomics, or the GPU does without them. */
  private static Finding accepted(Case examined, Accelerator accelerator, Details.Amd amd) {
    About about = examined.about(accelerator);
    return switch (amd.kfdNode()) {
      case Reading.Known<Integer>(Integer node) ->
          about
              .pass(
                  "kfd-accepts",
                  "the kernel's KFD accepts this GPU, so PCIe atomics are no obstacle")
              .because(
                  "/sys/class/kfd/kfd/topology/nodes/"
                      + node
                      + amd.mecFirmware().asOptional().map(it -> ", MEC firmware " + it).orElse(""))
              .source(KFD);
      case Reading.Unknown<Integer>(String reason) ->
          about
              .fail("kfd-accepts", "the kernel's KFD does not list this GPU")
              .because(reason)
              .remedy(
                  "sudo dmesg | grep -iE 'kfd|atomics'  # says why; after \"PCI rejects atomics\", put the"
                      + " card into a slot that is wired to the CPU; else update kernel and firmware")
              .source(KFD);
    };
  }

  /** The word of KFD, which lists this GPU, is worth more than the firmware's number. */
  private static Optional<Finding> firmware(
      Case examined, Accelerator accelerator, Details.Amd amd) {
    boolean card =
        accelerator.form().asOptional().filter(Accelerator.Form.DISCRETE::equals).isPresent();
    if (!card
        || !accelerator.architecture().orElse("").startsWith("gfx11")
        || amd.kfdNode().asOptional().isPresent()) {
      return Optional.empty();
    }
    About about = examined.about(accelerator);
    return Optional.of(
        switch (amd.mecFirmware()) {
          case Reading.Known<Integer>(Integer version)
              when version < GFX11_FIRMWARE_WITHOUT_ATOMICS ->
              about
                  .warn(
                      "mec-firmware",
                      "its compute firmware is old and needs PCIe atomics, which not every slot has")
                  .because("MEC firmware " + version + " < " + GFX11_FIRMWARE_WITHOUT_ATOMICS)
                  .remedy(examined.remedies().install(Software.AMD_FIRMWARE) + "  # then reboot")
                  .source(KFD);
          case Reading.Known<Integer>(Integer version) ->
              about
                  .pass("mec-firmware", "its compute firmware does without PCIe atomics")
                  .because("MEC firmware " + version)
                  .source(KFD);
          case Reading.Unknown<Integer>(String reason) ->
              about
                  .skip("mec-firmware", "the version of its compute firmware is not known")
                  .because(reason)
                  .remedy(
                      "sudo sh -c 'grep MEC /sys/kernel/debug/dri/*/amdgpu_firmware_info'"
                          + "  # below "
                          + GFX11_FIRMWARE_WITHOUT_ATOMICS
                          + " needs PCIe atomics")
                  .source(KFD);
        });
  }
}
