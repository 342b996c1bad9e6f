package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.Verified;
import dev.hearth.cli.report.VerifyJson;
import dev.hearth.cli.report.VerifyText;
import dev.hearth.deployment.manager.Privilege;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth verify}: whether services compute where they should, by witnesses. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    header = "Prove whether a service computes on the accelerator.",
    description = {
      "Gives it work, watches its processes and the device meanwhile, and hears",
      "witnesses (docs/verify.md). Changes nothing, and never asks for root.",
      "Exit code: 0 ACCELERATED, 1 ON_CPU or nothing found, 4 UNPROVEN; of",
      "several services the worst."
    })
final class VerifyCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For scripts: the document hearth.verify/1.")
  boolean json;

  @Option(
      names = "--inside",
      description = "Show what the service itself sees: device nodes, KFD agents.")
  boolean inside;

  @Mixin InstallationOptions which = new InstallationOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "This one; empty: all that are found.")
  @Nullable String service;

  private final Terminal terminal;
  private final Places places;

  VerifyCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    ServiceCatalog catalog = UserServices.catalog(places);
    if (service == null && which.given()) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "--file and --name say which installation of one service",
          "Name the service, too: hearth verify immich-ml --name NAME");
    }
    Keeper keeper = Keeper.ready(terminal, places, Privilege.NONE);
    List<RunningServices.Found> found = found(keeper, catalog);
    Verifier verifier = keeper.verifier(places);
    VerifyText text = new VerifyText(new Paint(terminal.colours()));
    List<Verified> all = new ArrayList<>();
    for (RunningServices.Found each : found) {
      Verified verified = verifier.verify(each.running(), each.manager(), each.where(), inside);
      if (!json) {
        if (!all.isEmpty()) {
          terminal.out().println();
        }
        text.of(verified).forEach(terminal.out()::println);
        terminal.out().flush();
      }
      all.add(verified);
    }
    if (json) {
      terminal.out().println(Json.pretty(VerifyJson.of(all, Version.current())));
    } else if (all.isEmpty()) {
      terminal.out().println("No service was found that Hearth knows.");
      terminal.out().println("Set one up: hearth up SERVICE");
    }
    return exitCode(all.stream().map(each -> each.verdict().outcome()).toList());
  }

  private List<RunningServices.Found> found(Keeper keeper, ServiceCatalog catalog) {
    RunningServices running = new RunningServices(keeper);
    if (service == null) {
      return catalog.services().stream()
          .filter(each -> each.operation().isPresent())
          .flatMap(each -> running.of(each).stream())
          .toList();
    }
    ServiceDescription asked = ServiceNaming.find(catalog, service);
    if (asked.operation().isEmpty()) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          asked.id() + " is no service that runs by itself",
          "One that does: hearth verify immich-ml");
    }
    if (asked.id().equals("hearth")) {
      List<RunningServices.Found> own = running.of(asked);
      if (own.isEmpty()) {
        throw new ProblemException(
            Problem.Kind.NOT_FOUND, "Hearth's engine does not run here", "Start it: hearth up");
      }
      return own;
    }
    return List.of(running.of(asked, which.one(Installations.of(keeper, asked))));
  }

  /** The worst decides: a script asks whether all is well. */
  static int exitCode(List<Outcome> outcomes) {
    if (outcomes.isEmpty() || outcomes.contains(Outcome.ON_CPU)) {
      return ExitCodes.NO;
    }
    return outcomes.contains(Outcome.UNPROVEN) ? ExitCodes.UNPROVEN : ExitCodes.GOOD;
  }
}
