package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.remedy.Software;
import dev.hearth.planning.service.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Vulkan: the loader, a driver (ICD) for this GPU that is no software, and its node. */
final class VulkanRules implements BackendRules {
  private static final String DOCS = "Vulkan loader docs: LoaderDriverInterface.md";

  @Override
  public Backend backend() {
    return Backend.VULKAN;
  }

  @Override
  public Optional<String> foreign(Accelerator accelerator) {
    return accelerator.kind() == Accelerator.Kind.GPU
        ? Optional.empty()
        : Optional.of("Vulkan is for GPUs");
  }

  @Override
  public List<DeviceNode> nodes(Accelerator accelerator) {
    return accelerator.nodes().stream()
        .filter(node ->
            switch (node.role()) {
              case RENDER, MALI, DXG, NVIDIA -> true;
              case NVIDIA_CONTROL -> node.path().equals("/dev/nvidiactl");
              case CARD, KFD, ACCEL, NVIDIA_INSTANCE -> false;
            })
        .toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    if (accelerator.drivenBy("vfio-pci")) {
      findings.add(
          new DriverRule(java.util.Set.of(), java.util.Map.of(), "", DOCS)
              .examine(examined, accelerator));
      return findings;
    }
    findings.add(loader(examined));
    findings.addAll(driver(examined, accelerator));
    findings.addAll(access(examined, accelerator));
    return findings;
  }

  private static Finding loader(Case examined) {
    return switch (examined.host().vulkan().loader()) {
      case Reading.Known<String>(String path) ->
          examined.all().pass("loader", "the Vulkan loader is there").because(path).source(DOCS);
      case Reading.Unknown<String>(String reason) ->
          examined
              .all()
              .fail("loader", "the Vulkan loader libvulkan.so.1 is missing")
              .because(reason)
              .remedy(examined.remedies().install(Software.VULKAN_LOADER))
              .source(DOCS);
    };
  }

  private static List<Finding> driver(Case examined, Accelerator accelerator) {
    About about = examined.about(accelerator);
    Optional<String> bound = accelerator.driver().asOptional();
    if (bound.isEmpty() && !(accelerator.details() instanceof Details.Wsl)) {
      return List.of(
          about
              .skip("icd", "which Vulkan driver is for this GPU is not known")
              .because(Evidence.of(accelerator.driver()))
              .source(DOCS));
    }
    VulkanDrivers installed = examined.host().vulkan();
    List<Driver> mine =
        installed.drivers().stream()
            .filter(driver -> !driver.software() && drives(driver, accelerator))
            .toList();
    Optional<Driver> whole = mine.stream().filter(driver -> !libraryMissing(driver)).findFirst();
    if (whole.isPresent()) {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          about
              .pass("icd", "a Vulkan driver for this GPU is installed")
              .because(whole.get().manifest() + ", API " + Evidence.of(whole.get().apiVersion()))
              .source(DOCS));
      examined
          .requirements()
          .mesa()
          .filter(_ -> whole.get().library().contains("libvulkan_"))
          .ifPresent(mesa -> findings.add(mesa(examined, accelerator, whole.get(), mesa)));
      return findings;
    }
    return List.of(missing(examined, accelerator, mine, installed));
  }

  private static boolean drives(Driver driver, Accelerator accelerator) {
    return accelerator.details() instanceof Details.Wsl
        ? driver.kernelDrivers().contains("dxgkrnl") || driver.library().contains("dzn")
        : driver.kernelDrivers().stream().anyMatch(accelerator::drivenBy);
  }

  private static boolean libraryMissing(Driver driver) {
    return driver.libraryFound().asOptional().filter(found -> !found).isPresent();
  }

  private static Finding missing(
      Case examined, Accelerator accelerator, List<Driver> broken, VulkanDrivers installed) {
    About about = examined.about(accelerator);
    String remedy = install(examined, accelerator);
    if (!broken.isEmpty()) {
      return about
          .fail("icd", "the library of this GPU's Vulkan driver is missing")
          .because(broken.getFirst().manifest() + " names " + broken.getFirst().library())
          .remedy(remedy)
          .source(DOCS);
    }
    boolean software = installed.drivers().stream().anyMatch(Driver::software);
    String others = String.join(", ", installed.drivers().stream().map(Driver::manifest).toList());
    return about
        .fail(
            "icd",
            software
                ? "no Vulkan driver for this GPU is installed, only one that computes on the CPU"
                : "no Vulkan driver for this GPU is installed")
        .because(
            "kernel driver "
                + Evidence.of(accelerator.driver())
                + "; installed: "
                + (others.isEmpty() ? "none" : others))
        .remedy(remedy)
        .source(DOCS);
  }

  private static String install(Case examined, Accelerator accelerator) {
    if (accelerator.details() instanceof Details.Wsl) {
      return "Install a Mesa that has the driver dzn; Debian's and Ubuntu's have it not";
    }
    if (accelerator.drivenBy("mali")) {
      return "Only the board's vendor has a Vulkan driver for Arm's own kernel driver; Mesa's wants"
          + " a kernel with panthor or panfrost";
    }
    return accelerator.drivenBy("nouveau")
        ? "Mesa's driver for nouveau begins with Turing; for older GPUs it takes NVIDIA's driver of"
            + " their time (470 was Kepler's last)"
        : examined.remedies().vulkanDriver(accelerator.vendor());
  }

  private static Finding mesa(
      Case examined, Accelerator accelerator, Driver driver, Requirements.Mesa mesa) {
    About about = examined.about(accelerator);
    String source = mesa.source().citation();
    Optional<Version> here = driver.version().asOptional().flatMap(Version::parse);
    if (here.isEmpty()) {
      return about
          .skip("driver-version", "Mesa should be " + mesa.known() + "; its version is not known")
          .because(Evidence.of(driver.version()))
          .source(source);
    }
    String evidence = "Mesa " + here.get();
    String newer = "Take a newer Mesa, from backports where your distribution has them";
    if (here.get().olderThan(mesa.refusedBefore())) {
      return about
          .fail("driver-version", "this Mesa is too old")
          .because(evidence + ", refused before " + mesa.refusedBefore())
          .remedy(newer)
          .source(source);
    }
    return here.get().olderThan(mesa.known())
        ? about
            .warn("driver-version", "nobody has tried a Mesa this old")
            .because(evidence + ", known to work: " + mesa.known())
            .remedy(newer)
            .source(source)
        : about.pass("driver-version", "Mesa is new enough").because(evidence).source(source);
  }

  private List<Finding> access(Case examined, Accelerator accelerator) {
    if (accelerator.drivenBy("nvidia") || accelerator.drivenBy("nvgpu")) {
      return nodes(accelerator).stream()
          .filter(node -> node.role() == Role.NVIDIA && node.present())
          .map(node -> NodeAccess.of(examined, node, examined.about(accelerator), "node-access"))
          .toList();
    }
    return accelerator.details() instanceof Details.Wsl
            || accelerator.node(Role.MALI).filter(DeviceNode::present).isPresent()
        ? List.of()
        : RenderNode.examine(examined, accelerator, DOCS);
  }
}
