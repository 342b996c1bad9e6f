package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands in the way of an accelerator, drawn from the doctor's findings. */
final class Obstacles {
  /** Whose findings these areas are. */
  private static final Map<String, Set<Supervisor>> AREAS =
      Map.of(
          "podman", Set.of(Supervisor.QUADLET),
          "selinux", Set.of(Supervisor.QUADLET),
          "docker", Set.of(Supervisor.COMPOSE),
          "cdi", Set.of(Supervisor.QUADLET, Supervisor.COMPOSE),
          "systemd", Set.of(Supervisor.QUADLET, Supervisor.SYSTEMD),
          "kubernetes", Set.of(Supervisor.KUBERNETES));

  private final Question question;
  private final Wish wish;
  private final List<Finding> findings;
  private final List<Finding> failed;
  private final List<Supervisor> able;

  Obstacles(Question question, Examination examination) {
    this.question = question;
    this.wish = question.wish();
    this.findings = examination.findings();
    this.failed = findings.stream().filter(Finding::failed).toList();
    this.able = Doctor.runners(question.survey(), question.service());
  }

  /** Where nobody said how a service is operated. */
  static Problem undescribed(ServiceDescription service) {
    return Problem.of(
        Problem.Kind.UNPROCESSABLE,
        "how " + service.title() + " is operated is not described",
        "Add operation: to its file, as docs/services.md shows");
  }

  /** Everything in the way of what was asked for. */
  List<Problem> all() {
    List<Problem> problems = new ArrayList<>();
    backends().forEach(backend -> problems.addAll(ofBackend(backend)));
    problems.addAll(ofRunners());
    if (problems.isEmpty()) {
      problems.add(nothing());
    }
    return List.copyOf(problems);
  }

  /**
   * What a command would help against, so that an accelerator could be used; empty where nothing is
   * to be typed.
   */
  List<Problem> curable() {
    List<Backend> hoped = backends().stream().filter(this::hoped).toList();
    if (hoped.isEmpty()) {
      return List.of();
    }
    List<Problem> problems = new ArrayList<>();
    hoped.forEach(backend -> problems.addAll(ofBackend(backend)));
    List<Problem> runners = ofRunners();
    if (problems.isEmpty() && runners.stream().noneMatch(each -> typed(each.remedy()))) {
      return List.of();
    }
    problems.addAll(runners);
    return List.copyOf(problems);
  }

  /** A command begins with a small letter, a sentence does not. */
  private static boolean typed(String remedy) {
    return !remedy.isEmpty() && Character.isLowerCase(remedy.charAt(0));
  }

  private List<Backend> backends() {
    return question.service().backends().stream()
        .filter(each -> each.backend() != Backend.CPU && each.bring().isEmpty())
        .map(BackendSupport::backend)
        .filter(each -> wish.backend().isEmpty() || wish.backend().get() == each)
        .toList();
  }

  /** Whether one of the accelerators could be used, were it not for what a command helps. */
  private boolean hoped(Backend backend) {
    return failed.stream()
            .filter(each -> about(each, backend) && each.acceleratorId().isEmpty())
            .allMatch(Obstacles::helped)
        && question.survey().accelerators().stream().anyMatch(each -> hoped(backend, each));
  }

  /** An accelerator of which the backend has nothing to say is not for it. */
  private boolean hoped(Backend backend, Accelerator accelerator) {
    List<Finding> its =
        findings.stream()
            .filter(each -> about(each, backend))
            .filter(each -> each.acceleratorId().filter(accelerator.id()::equals).isPresent())
            .toList();
    return asked(accelerator.id())
        && !its.isEmpty()
        && !accelerator.drivenBy("vfio-pci")
        && its.stream().filter(Finding::failed).allMatch(Obstacles::helped);
  }

  private static boolean helped(Finding finding) {
    return !Doctor.hopeless(finding) && typed(finding.remedy());
  }

  private static boolean about(Finding finding, Backend backend) {
    return finding.backend().filter(backend::equals).isPresent();
  }

  private boolean asked(String acceleratorId) {
    return question
        .survey()
        .accelerator(acceleratorId)
        .filter(each -> AcceleratorWish.admits(wish.accelerators(), each))
        .isPresent();
  }

  private List<Problem> ofBackend(Backend backend) {
    return failed.stream()
        .filter(each -> about(each, backend))
        .filter(each -> each.acceleratorId().map(this::asked).orElse(true))
        .map(Obstacles::problem)
        .distinct()
        .toList();
  }

  /** What is in the way of those who could run it. */
  List<Problem> ofRunners() {
    Optional<Supervisor> only =
        wish.supervisor().or(() -> question.present().map(Present::supervisor));
    List<Problem> problems =
        failed.stream()
            .filter(each -> each.backend().isEmpty())
            .filter(each -> concerned(only).stream().anyMatch(who -> concerns(each, who)))
            .map(Obstacles::problem)
            .distinct()
            .collect(Collectors.toCollection(ArrayList::new));
    if (problems.isEmpty() && only.isPresent() && !able.contains(only.get())) {
      problems.add(
          Problem.of(
              Problem.Kind.UNAVAILABLE,
              only.get().key() + " cannot run anything here: it is not installed",
              "hearth doctor " + question.service().id()));
    }
    return problems;
  }

  /** Who matters: the one that is to run it, else those who could, else all. */
  private List<Supervisor> concerned(Optional<Supervisor> only) {
    if (only.isPresent()) {
      return List.of(only.get());
    }
    return able.isEmpty() ? List.copyOf(question.service().supervisors()) : able;
  }

  private static boolean concerns(Finding finding, Supervisor supervisor) {
    int dot = finding.id().indexOf('.');
    return AREAS
        .getOrDefault(finding.id().substring(0, Math.max(0, dot)), Set.of(supervisor))
        .contains(supervisor);
  }

  private static Problem problem(Finding finding) {
    return new Problem(
        Problem.Kind.UNAVAILABLE, finding.what(), finding.evidence(), finding.remedy());
  }

  private Problem nothing() {
    String backend = wish.backend().map(each -> " for " + each.label()).orElse("");
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        "no accelerator here is" + (backend.isEmpty() ? " for this service" : backend),
        question.survey().accelerators().stream()
            .map(Ranking::named)
            .collect(Collectors.joining(", ")),
        "--backend cpu");
  }

  /** Why the CPU is left. */
  String none() {
    if (question.survey().accelerators().isEmpty()) {
      return "no GPU and no NPU was found";
    }
    return failed.stream()
        .filter(each -> each.acceleratorId().isPresent() && Doctor.hopeless(each))
        .map(Finding::what)
        .findFirst()
        .orElse("no accelerator here is for this service");
  }
}
