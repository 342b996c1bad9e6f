package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.remedy.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Vulkan: the loader, a driver (ICD) for this GPU that is no software, and its node. */
final class VulkanRules implements BackendRules {
  static final String DOCS = "Vulkan loader docs: LoaderDriverInterface.md";

  /** Compute capabilities of GPUs whose instances have graphics, too. */
  private static final Set<Version> DRAWS = Set.of(new Version(List.of(12, 0)));

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
    boolean proprietary = proprietary(accelerator);
    return accelerator.nodes().stream()
        .filter(node ->
            switch (node.role()) {
              case MALI, DXG, NVIDIA -> true;
              case RENDER -> !proprietary;
              case NVIDIA_CONTROL ->
                  node.path().equals("/dev/nvidiactl") || JetsonRules.concern(accelerator);
              case CARD, KFD, ACCEL, NVIDIA_INSTANCE -> false;
            })
        .toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    if (accelerator.drivenBy("vfio-pci")) {
      findings.add(new DriverRule(Set.of(), Map.of(), "", DOCS).examine(examined, accelerator));
      return findings;
    }
    List<Finding> driver = VulkanDriverRules.examine(examined, accelerator);
    if (accelerator.drivenBy("mali")) {
      // No package has a driver here, so that the loader alone would help nobody.
      findings.addAll(driver);
      findings.add(loader(examined));
    } else {
      findings.add(loader(examined));
      findings.addAll(driver);
    }
    findings.addAll(access(examined, accelerator));
    if (accelerator.details() instanceof Details.Nvidia nvidia) {
      CudaVersions.mismatch(examined, nvidia).ifPresent(findings::add);
      instances(examined, accelerator, nvidia).ifPresent(findings::add);
    }
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

  /** NVIDIA's own driver goes through its own nodes, not through the render node. */
  private static boolean proprietary(Accelerator accelerator) {
    return accelerator.drivenBy("nvidia") || accelerator.drivenBy("nvgpu");
  }

  /** A GPU cut into instances computes with CUDA, and draws nothing, before Blackwell's RTX PRO. */
  private static Optional<Finding> instances(
      Case examined, Accelerator accelerator, Details.Nvidia nvidia) {
    return nvidia
        .mig()
        .asOptional()
        .filter(on -> on)
        .filter(_ -> CudaVersions.capability(accelerator).stream().noneMatch(DRAWS::contains))
        .map(_ ->
            examined
                .about(accelerator)
                .fail("mig", "it is cut into instances (MIG), which have no Vulkan")
                .because("NVML: MIG mode is on")
                .remedy("Use CUDA on an instance")
                .source("NVIDIA docs: MIG user guide (graphics APIs are not supported)"));
  }

  private List<Finding> access(Case examined, Accelerator accelerator) {
    if (proprietary(accelerator)) {
      List<DeviceNode> nodes = nodes(accelerator);
      if (accelerator.drivenBy("nvidia")
          && (nodes.isEmpty() || !nodes.stream().allMatch(DeviceNode::present))) {
        return List.of(NvidiaNodes.missing(examined, accelerator, nodes));
      }
      return nodes.stream()
          .filter(DeviceNode::present)
          .map(node ->
              node.role() == Role.NVIDIA
                  ? NodeAccess.of(examined, node, examined.about(accelerator), "node-access")
                  : NodeAccess.of(examined, node, examined.all(), "control-access"))
          .toList();
    }
    return accelerator.details() instanceof Details.Wsl
            || accelerator.node(Role.MALI).filter(DeviceNode::present).isPresent()
        ? List.of()
        : RenderNode.examine(examined, accelerator, DOCS);
  }
}
