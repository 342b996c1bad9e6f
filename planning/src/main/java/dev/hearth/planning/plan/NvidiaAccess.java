package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.host.Cdi;
import dev.hearth.machine.host.Engines;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How NVIDIA GPUs come into a container: by CDI, or by NVIDIA's toolkit.
 *
 * @param cdi names of the Container Device Interface
 * @param toolkit GPUs for the toolkit
 */
record NvidiaAccess(List<String> cdi, List<String> toolkit, List<Choice> choices) {
  private static final String KIND = "nvidia.com/gpu";
  private static final String ALL = "all";

  static NvidiaAccess none() {
    return new NvidiaAccess(List.of(), List.of(), List.of());
  }

  /** Whether nodes and libraries come in so, and are not passed one by one. */
  boolean handsOn() {
    return !cdi.isEmpty() || !toolkit.isEmpty();
  }

  static NvidiaAccess of(Situation here) {
    if (here.engine() == Engine.CLUSTER) {
      return none();
    }
    return here.engine() == Engine.DOCKER && byToolkit(here) ? byToolkitIn(here) : byCdi(here);
  }

  private static boolean byToolkit(Situation here) {
    Optional<Engines.Docker> docker = here.docker();
    boolean runtime =
        docker
            .flatMap(it -> it.runtimes().asOptional())
            .filter(names -> names.contains("nvidia"))
            .isPresent();
    boolean desktop = docker.flatMap(it -> it.desktop().asOptional()).orElse(false);
    return runtime || desktop || names(here).isEmpty();
  }

  private static NvidiaAccess byToolkitIn(Situation here) {
    List<String> gpus = new ArrayList<>();
    for (Accelerator each : here.accelerators()) {
      gpus.add(
          each.details() instanceof Details.Nvidia nvidia
              ? nvidia.uuid().or(() -> nvidia.minor().map(String::valueOf)).orElse(ALL)
              : ALL);
    }
    List<String> named = gpus.contains(ALL) ? List.of(ALL) : List.copyOf(gpus);
    return new NvidiaAccess(
        List.of(),
        named,
        List.of(
            new Choice(
                "NVIDIA",
                "toolkit: " + String.join(", ", named),
                "Docker knows NVIDIA's runtime, which brings the driver's libraries",
                "")));
  }

  private static NvidiaAccess byCdi(Situation here) {
    Set<String> offered = names(here);
    List<String> named = new ArrayList<>();
    for (Accelerator each : here.accelerators()) {
      named.add(KIND + "=" + name(each, offered));
    }
    List<String> distinct = named.stream().distinct().toList();
    return new NvidiaAccess(
        distinct,
        List.of(),
        List.of(
            new Choice(
                "NVIDIA",
                String.join(", ", distinct),
                "the Container Device Interface brings the driver's libraries and nodes",
                "")));
  }

  private static String name(Accelerator accelerator, Set<String> offered) {
    if (!(accelerator.details() instanceof Details.Nvidia nvidia)) {
      return ALL;
    }
    return nvidia
        .minor()
        .map(String::valueOf)
        .asOptional()
        .filter(offered::contains)
        .or(() -> nvidia.uuid().asOptional().filter(offered::contains))
        .orElse(ALL);
  }

  /** The names that the readable specifications offer. */
  private static Set<String> names(Situation here) {
    Set<String> names = new HashSet<>();
    for (Cdi.Specification file : here.host().cdi().files()) {
      if (file.kind().equals(KIND) && file.trouble().isEmpty()) {
        names.addAll(file.devices());
      }
    }
    return names;
  }
}
