package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Engines;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.service.Circumstances;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a service will run, once backend, accelerators and supervisor are chosen.
 *
 * @param accelerators those it uses, in the machine's order; empty on the CPU
 */
record Situation(
    Question question,
    Backend backend,
    List<Accelerator> accelerators,
    Supervisor supervisor,
    Engine engine,
    boolean rootless) {

  static Situation of(Question question, Selection.Chosen chosen) {
    Optional<Present> same =
        question.present().filter(it -> it.supervisor() == chosen.supervisor());
    Engine engine = same.map(Present::engine).orElseGet(() -> engine(chosen.supervisor()));
    boolean rootless =
        same.map(Present::rootless)
            .orElseGet(() -> rootless(question.survey().host(), chosen.supervisor()));
    return new Situation(
        question, chosen.backend(), chosen.accelerators(), chosen.supervisor(), engine, rootless);
  }

  private static Engine engine(Supervisor supervisor) {
    return switch (supervisor) {
      case QUADLET -> Engine.PODMAN;
      case COMPOSE -> Engine.DOCKER;
      case KUBERNETES -> Engine.CLUSTER;
      case SYSTEMD, EMBEDDED -> Engine.NONE;
    };
  }

  private static boolean rootless(Host host, Supervisor supervisor) {
    return switch (supervisor) {
      case QUADLET, EMBEDDED -> !host.account().isRoot();
      case COMPOSE ->
          host.engines()
              .docker()
              .asOptional()
              .flatMap(docker -> docker.rootless().asOptional())
              .orElse(false);
      case SYSTEMD, KUBERNETES -> false;
    };
  }

  Survey survey() {
    return question.survey();
  }

  Host host() {
    return survey().host();
  }

  Wish wish() {
    return question.wish();
  }

  /** How the service runs now, where the same supervisor goes on running it. */
  Optional<Present> present() {
    return question.present().filter(it -> it.supervisor() == supervisor);
  }

  boolean container() {
    return engine != Engine.NONE;
  }

  /** Whether the service sees the host's ports as its own. */
  boolean hostNetwork() {
    return !container() || present().map(Present::hostNetwork).orElse(false);
  }

  Optional<Engines.Podman> podman() {
    return host().engines().podman().asOptional();
  }

  Optional<Engines.Docker> docker() {
    return host().engines().docker().asOptional();
  }

  /** The device nodes of all its accelerators, each once. */
  List<DeviceNode> nodes() {
    return accelerators.stream()
        .flatMap(each -> Doctor.nodes(backend, each).stream())
        .collect(
            Collectors.toMap(
                DeviceNode::path, each -> each, (one, _) -> one, java.util.TreeMap::new))
        .values()
        .stream()
        .toList();
  }

  /** AMD's targets of its accelerators. */
  Set<String> gfx() {
    return accelerators.stream()
        .flatMap(each -> each.architecture().asOptional().stream())
        .filter(each -> each.startsWith("gfx"))
        .collect(Collectors.toSet());
  }

  /** The same as the service's data ask for it. */
  Circumstances circumstances() {
    return new Circumstances(
        backend,
        supervisor,
        question.service().version(),
        gfx(),
        accelerators.stream().anyMatch(Ranking::integrated),
        host().system().wsl(),
        accelerators.stream()
            .filter(each -> each.kind() == Accelerator.Kind.NPU)
            .flatMap(each -> each.computeUnits().asOptional().stream())
            .findFirst()
            .orElse(1));
  }
}
