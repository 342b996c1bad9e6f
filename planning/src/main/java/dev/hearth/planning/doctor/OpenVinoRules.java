package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** OpenVINO on Intel GPUs: i915 or xe, a render node, a GPU that Intel's runtime still knows. */
final class OpenVinoRules implements BackendRules {
  private static final String DOCS =
      "Immich docs: hardware-accelerated machine learning; Intel compute-runtime README";

  /** The oldest graphics generation of Intel's legacy compute runtime 24.35, which images carry. */
  private static final Version OLDEST_GENERATION = new Version(List.of(8));

  @Override
  public Backend backend() {
    return Backend.OPENVINO;
  }

  @Override
  public Optional<String> foreign(Accelerator accelerator) {
    if (accelerator.vendor() != Vendor.INTEL) {
      boolean wsl =
          accelerator.details() instanceof Details.Wsl && accelerator.vendor() == Vendor.OTHER;
      return wsl ? Optional.empty() : Optional.of("OpenVINO's GPU device is for Intel GPUs");
    }
    return accelerator.kind() == Accelerator.Kind.GPU
        ? Optional.empty()
        : Optional.of("no service here chooses OpenVINO's NPU device: Immich takes GPU or CPU");
  }

  @Override
  public List<DeviceNode> nodes(Accelerator accelerator) {
    return accelerator.nodes().stream()
        .filter(node -> node.role() == Role.RENDER || node.role() == Role.DXG)
        .toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    if (accelerator.details() instanceof Details.Wsl) {
      findings.add(wsl(examined, accelerator));
      return findings;
    }
    Finding driver =
        new DriverRule(
                Set.of("i915", "xe"),
                Map.of(),
                "sudo modprobe i915  # xe for Arc B-series and later; a newer kernel knows newer GPUs",
                DOCS)
            .examine(examined, accelerator);
    findings.add(driver);
    if (!driver.failed()) {
      findings.addAll(RenderNode.examine(examined, accelerator, DOCS));
      findings.add(firmware(examined, accelerator));
    }
    generation(examined, accelerator).ifPresent(findings::add);
    several(examined).ifPresent(findings::add);
    return findings;
  }

  private static Finding firmware(Case examined, Accelerator accelerator) {
    return examined
        .about(accelerator)
        .skip("firmware", "whether its firmware (GuC, HuC) was loaded is not visible without root")
        .because("it stands in debugfs and the kernel's log")
        .remedy("sudo dmesg | grep -iE 'guc|huc'  # tells it")
        .source("Linux kernel docs: i915, microcontrollers");
  }

  /** With several GPUs, OpenVINO's GPU is GPU.0, which is the integrated one. */
  private static Optional<Finding> several(Case examined) {
    List<Accelerator> gpus =
        examined.survey().accelerators().stream()
            .filter(each ->
                each.vendor() == Vendor.INTEL
                    && each.kind() == Accelerator.Kind.GPU
                    && each.node(Role.RENDER).filter(DeviceNode::present).isPresent())
            .toList();
    if (gpus.size() < 2 || examined.service().supervisors().isEmpty()) {
      return Optional.empty();
    }
    Accelerator best =
        gpus.stream()
            .filter(each ->
                each.form().asOptional().filter(Accelerator.Form.DISCRETE::equals).isPresent())
            .findFirst()
            .orElse(gpus.getFirst());
    return Optional.of(
        examined
            .all()
            .warn(
                "several", "there are several Intel GPUs, and OpenVINO takes the first unless told")
            .because(String.join("; ", gpus.stream().map(OpenVinoRules::named).toList()))
            .remedy(
                "Give the container only "
                    + best.node(Role.RENDER).map(DeviceNode::path).orElse("")
                    + ", or set MACHINE_LEARNING_DEVICE_IDS")
            .source(
                "Immich docs: hardware-accelerated machine learning, multi-GPU; OpenVINO docs"));
  }

  private static String named(Accelerator gpu) {
    return gpu.node(Role.RENDER).map(DeviceNode::path).orElse("")
        + ": "
        + Evidence.of(gpu.name())
        + gpu.form()
            .asOptional()
            .map(form -> ", " + form.name().toLowerCase(Locale.ROOT))
            .orElse("");
  }

  private static Finding wsl(Case examined, Accelerator accelerator) {
    return examined
        .about(accelerator)
        .warn("wsl", "under WSL2 OpenVINO reaches an Intel GPU through /dev/dxg only")
        .because("/dev/dxg is there")
        .remedy(
            "Give the container /dev/dxg, /dev/dri if it is there, and the folder /usr/lib/wsl"
                + " (Immich: the service openvino-wsl of hwaccel.ml.yml)")
        .source("Immich: docker/hwaccel.ml.yml");
  }

  private static Optional<Finding> generation(Case examined, Accelerator accelerator) {
    if (!(accelerator.details() instanceof Details.Intel intel)) {
      return Optional.empty();
    }
    About about = examined.about(accelerator);
    Optional<String> text = intel.generation().asOptional();
    if (text.isEmpty()) {
      return Optional.of(
          about
              .skip("generation", "whether Intel's runtime knows this GPU is not known")
              .because(Evidence.of(intel.generation()))
              .source(DOCS));
    }
    Optional<Version> number =
        text.filter(it -> it.startsWith("Gen")).flatMap(it -> Version.parse(it.substring(3)));
    boolean tooOld = number.stream().anyMatch(it -> it.olderThan(OLDEST_GENERATION));
    return Optional.of(
        tooOld
            ? about
                .fail("generation", "Intel's compute runtime does not know a GPU this old")
                .because("graphics generation " + text.get() + ", at least Gen8")
                .remedy("Use the CPU")
                .source(DOCS)
            : about
                .pass("generation", "Intel's compute runtime knows this GPU")
                .because("graphics generation " + text.get())
                .source(DOCS));
  }
}
