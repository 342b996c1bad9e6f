package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import dev.hearth.planning.service.Requirements.Known;
import java.util.List;
import java.util.Optional;

/** What a service's description knows to go wrong on an accelerator. */
final class KnownRules {
  private KnownRules() {}

  static List<Finding> examine(Case examined, Accelerator accelerator) {
    return examined.requirements().known().stream()
        .filter(known -> concerns(known, examined.service().version(), accelerator))
        .map(known -> finding(examined, accelerator, known))
        .toList();
  }

  /** What is known of the chip itself, so that nothing else has to be asked. */
  static List<Finding> never(Case examined, Accelerator accelerator) {
    return examined.requirements().known().stream()
        .filter(known -> known.blocks() && !known.chips().isEmpty())
        .filter(known -> concerns(known, examined.service().version(), accelerator))
        .map(known -> finding(examined, accelerator, known))
        .toList();
  }

  private static boolean concerns(Known known, Optional<Version> version, Accelerator accelerator) {
    boolean integrated =
        accelerator.form().asOptional().filter(Form.INTEGRATED::equals).isPresent();
    return version.map(known.versions()::contains).orElse(known.versions().open())
        && (integrated || !known.integratedOnly())
        && (known.capabilities().equals(VersionRange.ALWAYS)
            || CudaVersions.capability(accelerator)
                .filter(known.capabilities()::contains)
                .isPresent())
        && (known.chips().isEmpty()
            || accelerator.architecture().asOptional().filter(known.chips()::contains).isPresent())
        && (known.drivers().isEmpty() || known.drivers().stream().anyMatch(accelerator::drivenBy))
        && (known.driverVersions().equals(VersionRange.ALWAYS)
            || CudaVersions.driver(accelerator)
                .filter(known.driverVersions()::contains)
                .isPresent());
  }

  private static Finding finding(Case examined, Accelerator accelerator, Known known) {
    About about = examined.about(accelerator);
    String id = "known-" + known.id();
    return (known.blocks() ? about.fail(id, known.what()) : about.warn(id, known.what()))
        .because(judged(examined, hardware(known, accelerator)))
        .remedy(known.remedy())
        .source(known.source().citation());
  }

  /** What a reported trouble was looked up for, since nothing was seen of it here. */
  static String judged(Case examined, String architecture) {
    return "for "
        + examined.service().title()
        + examined.service().version().map(version -> " " + version).orElse("")
        + (examined.service().version().isPresent() ? ", the version judged, on " : " on ")
        + architecture;
  }

  private static String hardware(Known known, Accelerator accelerator) {
    String unnamed = accelerator.vendor().label() + " " + accelerator.kind();
    String architecture = accelerator.architecture().or(accelerator::name).orElse(unnamed);
    String chip =
        accelerator.vendor() == Vendor.NVIDIA ? "compute capability " + architecture : architecture;
    return known.driverVersions().equals(VersionRange.ALWAYS)
        ? chip
        : chip + CudaVersions.text(accelerator).map(version -> ", driver " + version).orElse("");
  }
}
