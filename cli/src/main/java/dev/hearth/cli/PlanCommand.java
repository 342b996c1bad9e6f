package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.PlanJson;
import dev.hearth.cli.report.PlanText;
import dev.hearth.cli.report.RefusalText;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth plan}: how a service would run here, with the reason for every choice. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    header = "Say how a service would run here, with the reason for every choice.",
    description = {
      "Changes nothing. What is not asked for is chosen, and each choice says",
      "how to have it otherwise.",
      "Exit code: 0 when it can run so, 1 when something is in the way."
    })
final class PlanCommand implements Callable<Integer> {
  @Mixin PlanOptions options = new PlanOptions();

  @Option(names = "--json", description = "For scripts: the document hearth.plan/1.")
  boolean json;

  private final Terminal terminal;
  private final Places places;

  PlanCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    ServiceDescription described =
        ServiceNaming.find(UserServices.catalog(places), options.service);
    Wish wish = options.wishes.wish();
    Machine machine = options.root.machine();
    // Container engines take longer to answer than all the rest: they are asked beside it.
    FutureTask<Optional<Present>> present =
        new FutureTask<>(() -> present(machine, described, wish));
    List<Thread> beside =
        List.of(Thread.ofVirtual().start(present), Thread.ofVirtual().start(Doctor::prepare));
    Survey survey = Looking.thorough(machine, options.root.live());
    join(beside);
    Optional<Present> found = result(present);
    Planned planned =
        Planner.plan(survey, Installations.installed(machine, described, found), found, wish);
    return switch (planned) {
      case Planned.Possible(Plan plan) -> possible(survey, plan);
      case Planned.Refused(List<Problem> problems) -> refused(described, problems);
    };
  }

  /** How the service runs now. A captured machine holds no files that would tell. */
  private Optional<Present> present(Machine machine, ServiceDescription described, Wish wish) {
    return options.root.live()
        ? Installations.present(machine, described, wish.name())
        : Optional.empty();
  }

  private static Optional<Present> result(FutureTask<Optional<Present>> present) {
    if (present.state() == Future.State.FAILED
        && present.exceptionNow() instanceof ProblemException refused) {
      throw refused;
    }
    return present.resultNow();
  }

  private static void join(List<Thread> threads) {
    try {
      for (Thread each : threads) {
        each.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private int possible(Survey survey, Plan plan) {
    if (json) {
      terminal.out().println(Json.pretty(PlanJson.of(plan, Version.current())));
    } else {
      PlanText.of(survey, plan, new Paint(terminal.colours())).forEach(terminal.out()::println);
    }
    return ExitCodes.GOOD;
  }

  private int refused(ServiceDescription described, List<Problem> problems) {
    if (json) {
      terminal
          .out()
          .println(Json.pretty(PlanJson.refused(described.id(), problems, Version.current())));
    } else {
      RefusalText.of(described, problems, new Paint(terminal.colours()))
          .forEach(terminal.out()::println);
    }
    return ExitCodes.of(problems.getFirst().kind());
  }
}
