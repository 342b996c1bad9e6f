package dev.hearth.cli;

import dev.hearth.cli.report.LibrariesText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.RunningEnvironment;
import dev.hearth.deployment.bundle.BundleSource;
import dev.hearth.deployment.manager.Target;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Staged;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Optional;

/** What {@code hearth up} does beside for a program of this machine: its libraries, its process. */
final class NativeUp {
  private final Terminal terminal;
  private final Keeper keeper;
  private final Plan plan;
  private final Target target;
  private final Optional<NativeLibraries> libraries;
  private final Optional<RunningEnvironment> running;

  /**
   * For a plan.
   *
   * @param libraries of the service; empty where it is no program, or has none of its own
   */
  NativeUp(
      Terminal terminal,
      Keeper keeper,
      Plan plan,
      Target target,
      Optional<NativeLibraries> libraries) {
    this.terminal = terminal;
    this.keeper = keeper;
    this.plan = plan;
    this.target = target;
    this.libraries = libraries;
    this.running =
        target instanceof Target.Unit unit
            ? Optional.of(
                new RunningEnvironment(
                    plan,
                    () -> keeper.managers().unit(unit).environment(),
                    () -> libraries.map(each -> each.folders(keeper.again())).orElse(List.of())))
            : Optional.empty();
  }

  /** The libraries of a service that runs as a program, or is to. */
  static Optional<NativeLibraries> libraries(
      Keeper keeper,
      ServiceDescription service,
      Optional<Installation> installation,
      ServiceUp.Asked asked) {
    boolean program =
        asked
            .wish()
            .supervisor()
            .map(wanted -> wanted == Supervisor.SYSTEMD)
            .orElse(installation.filter(Installation.Unit.class::isInstance).isPresent());
    return program
        ? NativeLibraries.of(keeper.machine(), keeper.runner(), service.id(), installation)
        : Optional.empty();
  }

  /** Joins what a running process tells to what else is asked of it. */
  Undertaking.Question question(Undertaking.Question other) {
    return running.map(each -> each.and(other)).orElse(other);
  }

  /**
   * Says what becomes of the libraries.
   *
   * @return what makes them ready
   * @throws ProblemException where they cannot be had
   */
  Staged announce(ServiceUp.Asked asked, DeploymentProgress progress) {
    if (!NativeLibraries.neededBy(plan)) {
      return Staged.nothing();
    }
    NativeLibraries needed = libraries.orElseThrow(NativeLibraries::none);
    LibrariesText text = new LibrariesText(new Paint(terminal.colours()));
    if (needed.complete()) {
      text.complete(needed).forEach(terminal.out()::println);
      return Staged.nothing();
    }
    BundleSource source = needed.source(asked.sources().bundle());
    LibraryStaging staging =
        new LibraryStaging(
            terminal,
            new LibraryStaging.From(needed, source, architecture()),
            keeper.managers().of(target),
            progress);
    staging.measure(
        source instanceof BundleSource.Image image
            ? keeper.managers().sizes(target, image.image()).asOptional()
            : Optional.empty());
    text.wanted(needed, source, staging.size()).forEach(terminal.out()::println);
    if (!mayWrite()) {
      if (!asked.consent().dryRun) {
        throw needsRoot(needed);
      }
      text.needsRoot(steps(needed)).forEach(terminal.out()::println);
    }
    return staging;
  }

  /** What others set in the process that disturbs. */
  List<String> disturbances() {
    try {
      return running
          .map(RunningEnvironment::disturbing)
          .map(new LibrariesText(new Paint(terminal.colours()))::disturbing)
          .orElse(List.of());
    } catch (ProblemException unread) {
      return List.of("  hint    " + unread.problem().sentence());
    }
  }

  private Optional<String> architecture() {
    Optional<String> own =
        keeper.survey().accelerators().stream()
            .filter(each -> plan.accelerators().contains(each.id()))
            .map(Accelerator::architecture)
            .flatMap(each -> each.asOptional().stream())
            .findFirst();
    return NativeLibraries.target(plan, own);
  }

  private boolean mayWrite() {
    return keeper.account().isRoot() || (target instanceof Target.Unit unit && unit.user());
  }

  private String steps(NativeLibraries needed) {
    return "staging and placing the libraries below "
        + needed.folder().getParent()
        + ", writing the unit's drop-in, daemon-reload and restart";
  }

  private ProblemException needsRoot(NativeLibraries needed) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "These steps need root: " + steps(needed),
            "this is not root; --sudo is for single commands, and these files Hearth writes itself",
            "sudo hearth up " + plan.service().id() + " --manager systemd"));
  }
}
