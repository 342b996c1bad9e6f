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
        .filter(node -> NvidiaNodes.needed(accelerator, node) || node.role() == Role.DXG)
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
    findings.addAll(NvidiaNodes.examine(examined, accelerator));
    if (JetsonRules.concern(accelerator)) {
      findings.add(JetsonRules.examine(examined, accelerator));
      return;
    }
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
                  "wsl --shutdown  # in Windows, after NVIDIA's driver was installed there, not here")
              .source(source);
    };
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
                    "nvidia-smi -L  # lists them; give the service one, by CDI nvidia.com/gpu=0:0,"
                        + " else by its name MIG-…")
                .source("NVIDIA docs: MIG user guide"));
  }
}
