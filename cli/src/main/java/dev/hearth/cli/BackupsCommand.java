package dev.hearth.cli;

import dev.hearth.cli.report.BackupsJson;
import dev.hearth.cli.report.BackupsText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.manager.Privilege;
import dev.hearth.deployment.transaction.Backup;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth backups}: what can be gone back to. */
@Command(
    name = "backups",
    mixinStandardHelpOptions = true,
    header = "List what was kept before each deployment, and whether it is sound.")
final class BackupsCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For scripts: the document hearth.backups/1.")
  boolean json;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "Of this service only.")
  @Nullable String service;

  private final Terminal terminal;
  private final Places places;

  BackupsCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    List<Backup> all =
        Keeper.ready(terminal, places, Privilege.NONE).backups().list().stream()
            .filter(each -> service == null || each.service().equals(service))
            .toList();
    if (json) {
      terminal.out().println(Json.pretty(BackupsJson.of(all, Version.current())));
    } else {
      BackupsText.of(all, new Paint(terminal.colours())).forEach(terminal.out()::println);
    }
    return all.stream().allMatch(each -> each.unsound().isEmpty()) ? ExitCodes.GOOD : ExitCodes.NO;
  }
}
