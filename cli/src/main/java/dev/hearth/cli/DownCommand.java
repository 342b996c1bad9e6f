package dev.hearth.cli;

import dev.hearth.cli.report.DeploymentText;
import dev.hearth.cli.report.OutcomeText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.transaction.Backup;
import dev.hearth.deployment.transaction.Outcome;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth down}: stops a service, and removes what Hearth itself set up. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    header = "Stop a service; remove its files where Hearth wrote them itself.",
    description = {
      "Files that were there before Hearth stay as they are, and so do volumes.",
      "What is removed is kept: hearth rollback SERVICE brings it back."
    })
final class DownCommand implements Callable<Integer> {
  @Option(names = "--file", paramLabel = "FILE", description = "Its compose file or Quadlet.")
  @Nullable Path file;

  @Mixin ConsentOptions consent = new ConsentOptions();

  @Parameters(
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "immich-ml, ollama, finbert, or one of your own.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String service;

  private final Terminal terminal;
  private final Places places;

  DownCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    ServiceDescription described = ServiceNaming.find(UserServices.catalog(places), service);
    Keeper keeper =
        consent.dryRun
            ? Keeper.looking(terminal, places)
            : Keeper.ready(terminal, places, consent.privilege());
    Installations installations = Installations.of(keeper, described);
    Installation installation =
        installations
            .one(Optional.ofNullable(file), Optional.empty())
            .orElseThrow(installations::none);
    Undertaking stop = consent.patient(Preparation.stop(described, installation, own(keeper)));
    Paint paint = new Paint(terminal.colours());
    new DeploymentText(paint)
        .of(stop, keeper.managers().of(stop.target()))
        .forEach(terminal.out()::println);
    if (!consent.given(terminal, "Stop it?", "hearth down " + service)) {
      return ExitCodes.GOOD;
    }
    Outcome outcome =
        keeper
            .deployer()
            .deploy(stop, keeper.leftovers(service, Optional.of(installation)), keeper.progress());
    terminal.out().println();
    new OutcomeText(paint, service).of(outcome).forEach(terminal.out()::println);
    return Keeper.exitCode(outcome);
  }

  /** The removal of files that were not there before Hearth's first deployment. */
  private List<Change> own(Keeper keeper) {
    List<Backup> backups = keeper.backups().of(service);
    if (backups.isEmpty()) {
      return List.of();
    }
    return keeper
        .backups()
        .restore(service, backups.getFirst().id())
        .undertaking()
        .changes()
        .stream()
        .filter(Change.Removal.class::isInstance)
        .toList();
  }
}
