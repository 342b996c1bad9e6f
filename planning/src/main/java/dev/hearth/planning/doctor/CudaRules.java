package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** CUDA: NVIDIA's driver, in one version throughout, and its nodes. */
final class CudaRules implements BackendRules {
  private static final String DRIVER = "NVIDIA docs: CUDA installation guide";
  private static final String NODES =
      "NVIDIA container toolkit: 99-nvidia-cdi-refresh.rules; NVIDIA docs: device nodes";

  /** The nodes of /dev/nvidia* without which CUDA does not begin. */
  private static final Set<String> NEEDED = Set.of("/dev/nvidiactl", "/dev/nvidia-uvm");

  @Override
  public Backend backend() {
    return Backend.CUDA;
  }

  @Override
  public Optional<String> foreign(Accelerator accelerator) {
    boolean wsl =
        accelerator.details() instanceof Details.Wsl && accelerator.vendor() == Vendor.OTHER;
    return accelerator.vendor() == Vendor.NVIDIA || wsl
        ? Optional.empty()
        : Optional.of("CUDA is for NVIDIA GPUs");
  }

  @Override
  public List<DeviceNode> nodes(Accelerator accelerator) {
    return accelerator.nodes().stream()
        .filter(node ->
            node.role() == Role.NVIDIA || NEEDED.contains(node.path()) || node.role() == Role.DXG)
        .toList();
  }

  @Override
  public List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    List<Finding> capability = CudaVersions.capability(examined, accelerator);
    findings.addAll(capability);
    if (accelerator.details() instanceof Details.Wsl wsl) {
      findings.add(library(examined, accelerator, wsl));
      findings.addAll(CudaVersions.driver(examined, accelerator, wsl.driverVersion()));
    } else {
      own(examined, accelerator, findings);
    }
    return findings;
  }

  private void own(Case examined, Accelerator accelerator, List<Finding> findings) {
    Finding driver = driver(examined, accelerator).examine(examined, accelerator);
    findings.add(driver);
    if (driver.failed()) {
      return;
    }
    if (accelerator.drivenBy("nvgpu") || onJetson(accelerator)) {
      findings.add(jetson(examined, accelerator));
      return;
    }
    findings.addAll(nodeFindings(examined, accelerator));
    if (accelerator.details() instanceof Details.Nvidia nvidia) {
      findings.addAll(CudaVersions.driver(examined, accelerator, nvidia.moduleVersion()));
      CudaVersions.mismatch(examined, nvidia).ifPresent(findings::add);
      mig(examined, accelerator, nvidia).ifPresent(findings::add);
    }
  }

  private static DriverRule driver(Case examined, Accelerator accelerator) {
    String free = "the free driver, which has no CUDA";
    return new DriverRule(
        Set.of("nvidia", "nvgpu"),
        Map.of("nouveau", free, "nova", free, "nova_core", free),
        CudaVersions.newer(examined, accelerator),
        DRIVER);
  }

  private static boolean onJetson(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Nvidia nvidia
        && nvidia.jetson().asOptional().isPresent();
  }

  private static Finding jetson(Case examined, Accelerator accelerator) {
    return examined
        .about(accelerator)
        .warn("jetson", "a Jetson's GPU wants images that were built for its JetPack")
        .because(
            accelerator.details() instanceof Details.Nvidia nvidia
                ? Evidence.of("Jetson Linux", nvidia.jetson())
                : Evidence.of("driver", accelerator.driver()))
        .remedy("Use an image made for your JetPack, with --runtime nvidia, or the CPU image")
        .source("NVIDIA docs: Jetson containers; Ollama docs: docker.mdx (JETSON_JETPACK)");
  }

  /** Windows' driver brings its library into WSL2; a Linux driver must not be installed there. */
  private static Finding library(Case examined, Accelerator accelerator, Details.Wsl wsl) {
    About about = examined.about(accelerator);
    String source = "NVIDIA docs: CUDA on WSL";
    return switch (wsl.cudaLibrary()) {
      case Reading.Known<String>(String path) ->
          about
              .pass("wsl-library", "Windows' NVIDIA driver gives CUDA to this WSL2")
              .because(path)
              .source(source);
      case Reading.Unknown<String>(String reason) ->
          about
              .fail("wsl-library", "Windows gives this WSL2 no CUDA")
              .because(reason)
              .remedy(
                  "With an NVIDIA GPU: install NVIDIA's driver in Windows, not here, then: wsl --shutdown")
              .source(source);
    };
  }

  private static List<Finding> nodeFindings(Case examined, Accelerator accelerator) {
    List<DeviceNode> needed =
        accelerator.nodes().stream()
            .filter(node -> node.role() == Role.NVIDIA || NEEDED.contains(node.path()))
            .toList();
    About about = examined.about(accelerator);
    List<String> missing =
        needed.stream().filter(node -> !node.present()).map(DeviceNode::path).toList();
    if (needed.isEmpty() || !missing.isEmpty()) {
      return List.of(
          about
              .fail("nodes", "NVIDIA's device nodes are missing, although its driver is loaded")
              .because(
                  missing.isEmpty()
                      ? "no /dev/nvidia* was found"
                      : "missing: " + String.join(", ", missing))
              .remedy(createNodes(examined))
              .source(NODES));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        about
            .pass("nodes", "NVIDIA's device nodes are there")
            .because(String.join(", ", needed.stream().map(DeviceNode::path).toList()))
            .source(NODES));
    needed.forEach(node -> findings.add(access(examined, about, node)));
    return findings;
  }

  private static Finding access(Case examined, About about, DeviceNode node) {
    return node.role() == Role.NVIDIA
        ? NodeAccess.of(examined, node, about, "node-access")
        : NodeAccess.of(examined, node, examined.all(), "control-access");
  }

  private static String createNodes(Case examined) {
    return examined.host().engines().nvidiaToolkit().asOptional().isPresent()
        ? "sudo nvidia-ctk system create-device-nodes --control-devices --load-kernel-modules"
        : "sudo nvidia-modprobe -u -c0";
  }

  private static Optional<Finding> mig(
      Case examined, Accelerator accelerator, Details.Nvidia nvidia) {
    return nvidia
        .mig()
        .asOptional()
        .filter(on -> on)
        .map(_ ->
            examined
                .about(accelerator)
                .warn("mig", "it is cut into instances (MIG), which have to be named one by one")
                .because("NVML: MIG mode is on")
                .remedy(
                    "List them with nvidia-smi -L, and give the service one: by CDI"
                        + " nvidia.com/gpu=0:0, else by its name MIG-…")
                .source("NVIDIA docs: MIG user guide"));
  }
}
