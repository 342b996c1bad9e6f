package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.Minimum;
import dev.hearth.planning.service.Requirements;
import java.util.List;
import java.util.Optional;

/** NVIDIA's versions: of the driver, and the compute capability of the GPU. */
final class CudaVersions {
  private static final String DRIVER = "driver-version";
  private static final String CAPABILITY = "compute-capability";

  private CudaVersions() {}

  /** Whether the driver is new enough for this GPU. */
  static List<Finding> driver(Case examined, Accelerator accelerator, Reading<String> reading) {
    Optional<Minimum<Version>> least = least(examined, accelerator);
    if (least.isEmpty()) {
      return List.of();
    }
    About about = examined.about(accelerator);
    String source = least.get().source().citation();
    String wanted = "at least " + least.get().value();
    Optional<Version> version = reading.asOptional().flatMap(Version::parse);
    if (version.isEmpty()) {
      return List.of(
          about
              .skip(DRIVER, "the driver must be " + wanted + "; its version is not known")
              .because(Evidence.of(reading))
              .source(source));
    }
    String evidence = "NVIDIA driver " + Evidence.of(reading);
    return List.of(
        version.get().atLeast(least.get().value())
            ? about
                .pass(DRIVER, "the driver is new enough, " + wanted)
                .because(evidence)
                .source(source)
            : about
                .fail(DRIVER, "the driver is too old, it must be " + wanted)
                .because(evidence)
                .remedy(newer(examined, accelerator))
                .source(source));
  }

  /** A newer driver, where one helps this GPU. */
  static String newer(Case examined, Accelerator accelerator) {
    boolean tooOld =
        examined
            .requirements()
            .capability()
            .filter(least ->
                capability(accelerator).stream().anyMatch(it -> it.olderThan(least.value())))
            .isPresent();
    if (tooOld) {
      return "No driver helps: this GPU is too old for CUDA here. Use the CPU, or another GPU";
    }
    return accelerator.details() instanceof Details.Wsl
        ? "wsl --shutdown  # in Windows, after NVIDIA's driver was updated there"
        : examined.remedies().nvidiaDriver();
  }

  private static Optional<Minimum<Version>> least(Case examined, Accelerator accelerator) {
    Requirements wanted = examined.requirements();
    Optional<Version> capability = capability(accelerator);
    return wanted.driverSteps().stream()
        .filter(step -> capability.stream().anyMatch(it -> it.olderThan(step.capabilityBefore())))
        .findFirst()
        .map(step -> new Minimum<>(step.driver(), step.source()))
        .or(wanted::driver);
  }

  /** The kernel's half of the driver and the libraries' must be of one version. */
  static Optional<Finding> mismatch(Case examined, Details.Nvidia nvidia) {
    Optional<String> module = nvidia.moduleVersion().asOptional();
    Optional<String> library = nvidia.libraryVersion().asOptional();
    if (module.isEmpty() || library.isEmpty()) {
      return Optional.empty();
    }
    About all = examined.all();
    String evidence = "kernel module " + module.get() + ", libraries " + library.get();
    String source = "NVIDIA: \"Failed to initialize NVML: Driver/library version mismatch\"";
    return Optional.of(
        module.equals(library)
            ? all.pass("version-match", "kernel module and libraries are of one version")
                .because(evidence)
                .source(source)
            : all.fail(
                    "version-match", "the driver was updated, and the old kernel module still runs")
                .because(evidence)
                .remedy("sudo reboot")
                .source(source));
  }

  /** Whether the GPU is young enough. */
  static List<Finding> capability(Case examined, Accelerator accelerator) {
    return examined
        .requirements()
        .capability()
        .map(least -> List.of(capability(examined, accelerator, least)))
        .orElse(List.of());
  }

  private static Finding capability(
      Case examined, Accelerator accelerator, Minimum<Version> least) {
    About about = examined.about(accelerator);
    String source = least.source().citation();
    String wanted = "at least " + least.value();
    Optional<Version> here = capability(accelerator);
    if (here.isEmpty()) {
      return about
          .skip(CAPABILITY, "the compute capability must be " + wanted + "; it is not known")
          .because(Evidence.of(accelerator.architecture()))
          .remedy("nvidia-smi --query-gpu=compute_cap --format=csv,noheader  # tells it")
          .source(source);
    }
    String evidence = "compute capability " + here.get();
    return here.get().atLeast(least.value())
        ? about
            .pass(CAPABILITY, "the GPU is young enough, " + wanted)
            .because(evidence)
            .source(source)
        : about
            .fail(CAPABILITY, "the GPU is too old: its compute capability must be " + wanted)
            .because(evidence)
            .remedy("No driver changes that: use the CPU, or another GPU")
            .source(source);
  }

  /** The version of NVIDIA's driver, of Windows' under WSL. */
  static Optional<Version> driver(Accelerator accelerator) {
    return text(accelerator).flatMap(Version::parse);
  }

  /** The same as it writes itself: 550.163.01. */
  static Optional<String> text(Accelerator accelerator) {
    return switch (accelerator.details()) {
      case Details.Nvidia nvidia -> nvidia.moduleVersion().asOptional();
      case Details.Wsl wsl -> wsl.driverVersion().asOptional();
      default -> Optional.empty();
    };
  }

  /** The compute capability, which is an NVIDIA GPU's architecture. */
  static Optional<Version> capability(Accelerator accelerator) {
    return accelerator.architecture().asOptional().flatMap(Version::parse);
  }
}
