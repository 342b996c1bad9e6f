package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.host.Engines.Docker;
import dev.hearth.planning.remedy.Software;
import java.util.List;
import java.util.Set;

/** How Docker hands an NVIDIA GPU on: by the runtime nvidia, or by CDI. */
final class DockerNvidiaRules {
  private static final About DOCKER = About.area("docker");
  private static final String ID = "nvidia-runtime";
  private static final String DOCS = "NVIDIA container toolkit docs: configuring Docker";

  private DockerNvidiaRules() {}

  static List<Finding> examine(Case examined, Accelerator accelerator, Docker docker) {
    if (docker.desktop().orElse(false)) {
      return List.of();
    }
    Set<String> runtimes = docker.runtimes().orElse(Set.of());
    if (runtimes.contains("nvidia")) {
      return List.of(
          DOCKER
              .pass(ID, "Docker knows the runtime nvidia")
              .because("runtimes: " + String.join(", ", runtimes.stream().sorted().toList()))
              .source(DOCS));
    }
    if (docker.cdi().orElse(false) && CdiRules.described(examined)) {
      return CdiRules.examine(examined, accelerator);
    }
    if (docker.runtimes() instanceof Reading.Unknown<Set<String>>(String reason)) {
      return List.of(
          DOCKER
              .skip(ID, "whether Docker knows the runtime nvidia is not known")
              .because(reason)
              .remedy("docker info --format '{{.Runtimes}}'  # tells it")
              .source(DOCS));
    }
    return List.of(missing(examined, runtimes));
  }

  private static Finding missing(Case examined, Set<String> runtimes) {
    String configure =
        "sudo nvidia-ctk runtime configure --runtime=docker && "
            + examined.remedies().restartService("docker");
    boolean toolkit = examined.host().engines().nvidiaToolkit().asOptional().isPresent();
    return DOCKER
        .fail(
            ID, "Docker cannot hand an NVIDIA GPU on: it knows neither the runtime nvidia nor CDI")
        .because(
            "runtimes: "
                + (runtimes.isEmpty()
                    ? "none"
                    : String.join(", ", runtimes.stream().sorted().toList()))
                + "; nvidia-ctk: "
                + Evidence.of(examined.host().engines().nvidiaToolkit()))
        .remedy(
            toolkit
                ? configure
                : examined.remedies().install(Software.NVIDIA_TOOLKIT) + "  # then: " + configure)
        .source(DOCS);
  }
}
