package dev.hearth.cli;

import dev.hearth.cli.report.DeploymentText;
import dev.hearth.cli.report.OutcomeText;
import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.PlanText;
import dev.hearth.cli.report.RefusalText;
import dev.hearth.cli.report.Wrapped;
import dev.hearth.deployment.DevicesAndLog;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.edit.Edited;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Deployer;
import dev.hearth.deployment.transaction.Outcome;
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

/**
 * {@code hearth up SERVICE}: plans, shows, asks, deploys, and goes back where the service is not
 * well.
 */
final class ServiceUp {
  private final Terminal terminal;
  private final Places places;
  private final Paint paint;

  ServiceUp(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
    this.paint = new Paint(terminal.colours());
  }

  /**
   * What was asked for.
   *
   * @param service its name
   * @param file its compose file, Quadlet or unit; empty to look for it
   * @param consent how far it may go
   * @param keepOnCpu whether to keep a service that is well but computes on the CPU
   */
  record Asked(
      String service, Wish wish, Optional<Path> file, ConsentOptions consent, boolean keepOnCpu) {}

  int run(Asked asked) {
    ServiceDescription service = ServiceNaming.find(UserServices.catalog(places), asked.service());
    Keeper keeper =
        asked.consent().dryRun
            ? Keeper.looking(terminal, places)
            : Keeper.ready(terminal, places, asked.consent().privilege());
    Installations installations = Installations.of(keeper, service);
    Optional<Installation> installation = installations.one(asked.file(), asked.wish().name());
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
              new Edit(installation, installations.edit(plan, installation, places.data())),
              asked);
    };
  }

  /** An installation, and what becomes of its files. */
  private record Edit(Optional<Installation> installation, Edited edited) {}

  private int deploy(Keeper keeper, Plan plan, Edit edit, Asked asked) {
    DeploymentProgress progress = keeper.progress();
    DeploymentProof proof = DeploymentProof.of(places, keeper, plan);
    Undertaking undertaking =
        proof.over(
            Preparation.of(
                plan,
                edit.installation(),
                edit.edited().changes(),
                new DevicesAndLog(plan, progress::restarted)));
    PlanText.of(keeper.survey(), plan, paint).forEach(terminal.out()::println);
    new DeploymentText(paint)
        .of(undertaking, keeper.managers().of(undertaking.target()), plan.access().nodes())
        .forEach(terminal.out()::println);
    edit.edited().advice().forEach(this::advise);
    if (!asked.consent().given(terminal, "Do this?", "hearth up " + asked.service())) {
      return ExitCodes.GOOD;
    }
    Deployer deployer = keeper.deployer();
    Outcome outcome =
        (asked.keepOnCpu() ? deployer.keepingOnCpu() : deployer).deploy(undertaking, progress);
    terminal.out().println();
    new OutcomeText(paint, asked.service()).of(outcome).forEach(terminal.out()::println);
    if (outcome instanceof Outcome.Committed) {
      proof.told(paint).forEach(terminal.out()::println);
      plan.advice().forEach(this::advise);
    }
    return Keeper.exitCode(outcome);
  }

  private void advise(String sentence) {
    Wrapped.labelled("  hint", sentence, 10).forEach(terminal.out()::println);
  }
}
