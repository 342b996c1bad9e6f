package dev.hearth.cli;

import dev.hearth.cli.report.DeploymentText;
import dev.hearth.cli.report.OutcomeText;
import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.PlanText;
import dev.hearth.cli.report.RefusalText;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.deployment.DevicesAndLog;
import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.edit.Edited;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Deployer;
import dev.hearth.deployment.transaction.Outcome;
import dev.hearth.deployment.transaction.Staged;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.machine.Problem;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code hearth up SERVICE}: plans, shows, asks, deploys, and goes back where the service is not
 * well.
 */
final class ServiceUp {
  private final Terminal terminal;
  private final Places places;
  private final Supplier<Keeper.Here> here;
  private final Paint paint;

  ServiceUp(Terminal terminal, Places places) {
    this(terminal, places, Keeper.Here::live);
  }

  /** On a machine that is named. */
  ServiceUp(Terminal terminal, Places places, Supplier<Keeper.Here> here) {
    this.terminal = terminal;
    this.places = places;
    this.here = here;
    this.paint = new Paint(terminal.colours());
  }

  /**
   * What was asked for.
   *
   * @param service its name
   * @param consent how far it may go
   * @param keepOnCpu whether to keep a service that is well but computes on the CPU
   */
  record Asked(
      String service, Wish wish, Sources sources, ConsentOptions consent, boolean keepOnCpu) {}

  /**
   * What the user names of what would be looked for else.
   *
   * @param file its compose file, Quadlet or unit
   * @param bundle where a program's libraries come from
   */
  record Sources(Optional<Path> file, Optional<Path> bundle) {
    /** Nothing is named. */
    static Sources found() {
      return new Sources(Optional.empty(), Optional.empty());
    }
  }

  int run(Asked asked) {
    ServiceDescription known = ServiceNaming.find(UserServices.catalog(places), asked.service());
    Keeper keeper =
        asked.consent().dryRun
            ? Keeper.looking(terminal, places, here.get())
            : Keeper.ready(terminal, places, here.get(), asked.consent().privilege());
    Installations installations = Installations.of(keeper, known);
    Optional<Installation> installation =
        installations.one(asked.sources().file(), asked.wish().name());
    Optional<NativeLibraries> libraries = NativeUp.libraries(keeper, known, installation, asked);
    ServiceDescription service = libraries.map(each -> each.installed(known)).orElse(known);
    Planned planned =
        Planner.plan(
            keeper.survey(), service, installation.map(Installation::present), asked.wish());
    return switch (planned) {
      case Planned.Refused(List<Problem> problems) -> {
        RefusalText.of(service, problems, paint).forEach(terminal.out()::println);
        yield ExitCodes.of(problems.getFirst().kind());
      }
      case Planned.Possible(Plan plan) ->
          deploy(
              keeper,
              plan,
              new Edit(
                  installation, libraries, installations.edit(plan, installation, places.data())),
              asked);
    };
  }

  /** An installation, its libraries where it has some of its own, and what becomes of its files. */
  private record Edit(
      Optional<Installation> installation, Optional<NativeLibraries> libraries, Edited edited) {}

  private int deploy(Keeper keeper, Plan plan, Edit edit, Asked asked) {
    DeploymentProgress progress = keeper.progress();
    NativeUp program =
        new NativeUp(
            terminal,
            keeper,
            plan,
            Preparation.target(plan, edit.installation(), edit.edited().changes()),
            edit.libraries());
    DeploymentProof proof =
        DeploymentProof.of(
            places,
            keeper,
            new DeploymentProof.Move(plan, edit.installation().map(Installation::present)),
            progress::restarted);
    Undertaking undertaking =
        asked
            .consent()
            .patient(
                proof.over(
                    Preparation.of(
                        plan,
                        edit.installation(),
                        edit.edited().changes(),
                        program.question(new DevicesAndLog(plan, progress::restarted)))));
    PlanText.before(keeper.survey(), plan, paint).forEach(terminal.out()::println);
    Staged staged = program.announce(asked, progress);
    new DeploymentText(paint)
        .of(undertaking, keeper.managers().of(undertaking.target()), plan.access().nodes())
        .forEach(terminal.out()::println);
    edit.edited().advice().forEach(this::advise);
    if (!asked.consent().given(terminal, "Do this?", "hearth up " + asked.service())) {
      return ExitCodes.GOOD;
    }
    Deployer deployer = keeper.deployer();
    Outcome outcome =
        (asked.keepOnCpu() ? deployer.keepingOnCpu() : deployer)
            .deploy(undertaking, staged, progress);
    terminal.out().println();
    new OutcomeText(paint, asked.service()).of(outcome).forEach(terminal.out()::println);
    if (outcome instanceof Outcome.Committed) {
      program.disturbances().forEach(terminal.out()::println);
      proof.told(paint).forEach(terminal.out()::println);
      plan.advice().forEach(this::advise);
    }
    return Keeper.exitCode(outcome);
  }

  private void advise(String sentence) {
    Wrapped.labelled("  hint", sentence, 10).forEach(terminal.out()::println);
  }
}
