package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.host.Cdi;
import dev.hearth.machine.host.Cdi.Specification;
import dev.hearth.planning.Backend;
import dev.hearth.planning.remedy.Software;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** NVIDIA's CDI specification: there, readable, alone, and of the driver that runs. */
final class CdiRules {
  private static final About CDI = About.area("cdi");
  private static final String KIND = "nvidia.com/gpu";
  private static final String DOCS = "NVIDIA container toolkit docs: support for CDI";
  private static final String GENERATE =
      "sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml";

  private CdiRules() {}

  /** NVIDIA's libraries come into a container by CDI or a runtime alone, those for Vulkan too. */
  static boolean wanted(Case examined, Accelerator accelerator) {
    Backend backend = examined.support().backend();
    return backend == Backend.CUDA || (backend == Backend.VULKAN && accelerator.drivenBy("nvidia"));
  }

  /** Whether any file describes NVIDIA GPUs. */
  static boolean described(Case examined) {
    return !ours(examined.host().cdi()).isEmpty();
  }

  private static List<Specification> ours(Cdi cdi) {
    return cdi.files().stream().filter(file -> file.kind().equals(KIND)).toList();
  }

  static List<Finding> examine(Case examined, Accelerator accelerator) {
    List<Finding> findings = new ArrayList<>();
    examined.host().cdi().files().stream()
        .filter(file -> !file.trouble().isEmpty())
        .forEach(file -> findings.add(unreadable(file)));
    List<Specification> files =
        ours(examined.host().cdi()).stream().filter(file -> file.trouble().isEmpty()).toList();
    if (files.isEmpty()) {
      findings.add(missing(examined));
      return findings;
    }
    files.stream()
        .filter(file -> !onlyNodesMissing(file) || NvidiaNodes.missing(accelerator).isEmpty())
        .forEach(file -> findings.add(fresh(examined, file, accelerator)));
    conflict(files).ifPresent(findings::add);
    return findings;
  }

  /** The nodes that specifications name and that do not exist; empty where there are all. */
  static String missingNodes(Case examined) {
    return String.join(
        "; ",
        ours(examined.host().cdi()).stream()
            .filter(file -> file.missing().stream().anyMatch(CdiRules::isNode))
            .map(file -> file.path() + ": " + nodes(file))
            .toList());
  }

  private static String nodes(Specification file) {
    return String.join(", ", file.missing().stream().filter(CdiRules::isNode).toList());
  }

  private static boolean onlyNodesMissing(Specification file) {
    return !file.missing().isEmpty() && file.missing().stream().allMatch(CdiRules::isNode);
  }

  private static Finding unreadable(Specification file) {
    return CDI.warn("unreadable", "a CDI specification cannot be read")
        .because(file.path() + ": " + file.trouble())
        .remedy("sudo rm " + file.path() + "  # or write it anew")
        .source(DOCS);
  }

  private static Finding missing(Case examined) {
    boolean toolkit = examined.host().engines().nvidiaToolkit().asOptional().isPresent();
    return CDI.fail(
            "nvidia", "no CDI specification describes NVIDIA GPUs, so Podman cannot hand one on")
        .because("no file in /etc/cdi or /var/run/cdi is of kind " + KIND)
        .remedy(
            toolkit
                ? GENERATE
                : examined.remedies().install(Software.NVIDIA_TOOLKIT) + "  # then: " + GENERATE)
        .source(DOCS);
  }

  private static Finding fresh(Case examined, Specification file, Accelerator accelerator) {
    Optional<String> running =
        accelerator.details() instanceof Details.Nvidia nvidia
            ? nvidia.moduleVersion().asOptional()
            : Optional.empty();
    if (onlyNodesMissing(file)) {
      return CDI.fail("missing-nodes", "the CDI specification names device nodes that do not exist")
          .because(file.path() + ": " + nodes(file))
          .remedy(NvidiaNodes.create(examined))
          .source(DOCS);
    }
    boolean otherVersion =
        !file.driverVersion().isEmpty()
            && running.filter(version -> !version.equals(file.driverVersion())).isPresent();
    if (file.missing().isEmpty() && !otherVersion) {
      return CDI.pass("nvidia", "a CDI specification describes the GPUs, and all it names exists")
          .because(file.path() + ": " + String.join(", ", file.devices()))
          .source(DOCS);
    }
    String evidence =
        otherVersion
            ? file.path()
                + " is of driver "
                + file.driverVersion()
                + ", the running one is "
                + running.orElse("")
            : file.path() + " names what does not exist: " + some(file.missing());
    return CDI.fail(
            "stale", "the CDI specification is older than the driver: containers will not start")
        .because(evidence)
        .remedy("sudo nvidia-ctk cdi generate --output=" + file.path())
        .source(DOCS + "; NVIDIA container toolkit issue 128");
  }

  private static boolean isNode(String path) {
    return path.startsWith("/dev/");
  }

  private static String some(List<String> paths) {
    return paths.getFirst() + (paths.size() > 1 ? " and " + (paths.size() - 1) + " more" : "");
  }

  /** The same device in two files of equal rank cannot be resolved. */
  private static Optional<Finding> conflict(List<Specification> files) {
    Set<String> seen = new HashSet<>();
    boolean twice =
        files.stream().flatMap(file -> file.devices().stream()).anyMatch(name -> !seen.add(name));
    return twice
        ? Optional.of(
            CDI.fail("conflict", "two CDI specifications describe the same device")
                .because(String.join(", ", files.stream().map(Specification::path).toList()))
                .remedy("sudo rm " + files.getFirst().path() + "  # keeps the other")
                .source("NVIDIA container toolkit issue 146"))
        : Optional.empty();
  }
}
