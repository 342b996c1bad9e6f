package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.host.Cdi;
import dev.hearth.machine.host.Engines;
import java.util.ArrayList;
import java.util.Comparator;
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
      gpus.add(uuid(each).or(() -> index(here, each)).orElse(ALL));
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
      named.add(KIND + "=" + name(here, each, offered));
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

  /** A lone GPU by its number, which people know; of several each by what cannot be mistaken. */
  private static String name(Situation here, Accelerator accelerator, Set<String> offered) {
    Optional<String> index = index(here, accelerator).filter(offered::contains);
    Optional<String> uuid = uuid(accelerator).filter(offered::contains);
    return gpus(here).size() == 1
        ? index.or(() -> uuid).orElse(ALL)
        : uuid.or(() -> index).orElse(ALL);
  }

  private static Optional<String> uuid(Accelerator accelerator) {
    return accelerator.details() instanceof Details.Nvidia nvidia
        ? nvidia.uuid().asOptional()
        : Optional.empty();
  }

  /** NVIDIA's libraries count by PCI address, the kernel's device nodes need not. */
  private static Optional<String> index(Situation here, Accelerator accelerator) {
    int at = gpus(here).indexOf(accelerator);
    return at < 0 || accelerator.pci().isEmpty() ? Optional.empty() : Optional.of("" + at);
  }

  private static List<Accelerator> gpus(Situation here) {
    return here.survey().accelerators().stream()
        .filter(each -> each.details() instanceof Details.Nvidia)
        .sorted(Comparator.comparing(Accelerator::id))
        .toList();
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
