package dev.hearth.cli;

import dev.hearth.cli.report.DeploymentText;
import dev.hearth.cli.report.OutcomeText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.transaction.Backup;
import dev.hearth.deployment.transaction.Outcome;
import dev.hearth.deployment.transaction.Restoration;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Wish;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth rollback}: back to before a deployment, or to the CPU. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    header = "Go back to how a service was before a deployment, or to the CPU.",
    description = {
      "A deployment like any other: with a backup of its own, a wait for health,",
      "and a way back.",
      "Exit code: 0 when done, 1 when not possible, 3 when tried and taken back."
    })
final class RollbackCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "ID",
      description = {
        "To before this deployment: its id, or how it begins, as 20261121T11.",
        "Default: to before the last one."
      })
  @Nullable String to;

  @Option(names = "--cpu", description = "To the CPU, whatever was before.")
  boolean cpu;

  @Mixin ConsentOptions consent = new ConsentOptions();

  @Parameters(
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "immich-ml, ollama, finbert, or one of your own.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String service;

  private final Terminal terminal;
  private final Places places;

  RollbackCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    if (cpu && to != null) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--cpu and --to name two ways back",
          "hearth rollback " + service + " --cpu");
    }
    return cpu ? toProcessor() : toBackup();
  }

  private int toProcessor() {
    return new ServiceUp(terminal, places)
        .run(
            new ServiceUp.Asked(
                service, Wish.none().on(Backend.CPU), ServiceUp.Sources.found(), consent, false));
  }

  private int toBackup() {
    Keeper keeper =
        consent.dryRun
            ? Keeper.looking(terminal, places)
            : Keeper.ready(terminal, places, consent.privilege());
    String id = id(keeper.backups().of(service));
    Restoration back = keeper.backups().restore(service, id);
    Undertaking undertaking = consent.patient(back.undertaking());
    Paint paint = new Paint(terminal.colours());
    new DeploymentText(paint)
        .of(undertaking, keeper.managers().of(undertaking.target()))
        .forEach(terminal.out()::println);
    if (!back.edited().isEmpty()) {
      terminal
          .out()
          .println(
              "  hint    edited since Hearth wrote them, and replaced all the same: "
                  + back.edited().stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    if (!consent.given(terminal, "Go back?", "hearth rollback " + service + " --to " + id)) {
      return ExitCodes.GOOD;
    }
    Outcome outcome =
        keeper
            .deployer()
            .deploy(undertaking, keeper.leftovers(service, Optional.empty()), keeper.progress());
    terminal.out().println();
    new OutcomeText(paint, service).of(outcome).forEach(terminal.out()::println);
    return Keeper.exitCode(outcome);
  }

  private String id(List<Backup> backups) {
    List<String> ids =
        backups.stream().map(Backup::id).filter(id -> to == null || id.startsWith(to)).toList();
    if (ids.isEmpty()) {
      String named = to == null ? "" : " that begins with " + to;
      throw new ProblemException(
          new Problem(
              Problem.Kind.NOT_FOUND,
              "There is no deployment of " + service + named + " to go back from",
              backups.isEmpty()
                  ? "none was made, or none succeeded"
                  : "there are "
                      + backups.stream().map(Backup::id).collect(Collectors.joining(", ")),
              "To the CPU: hearth rollback " + service + " --cpu"));
    }
    if (to != null && ids.size() > 1 && !ids.contains(to)) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "Several deployments begin with " + to + ": " + String.join(", ", ids),
          "Name one in full: --to " + ids.getLast());
    }
    return to != null && ids.contains(to) ? to : ids.getLast();
  }
}
