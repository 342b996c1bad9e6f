package dev.hearth.cli;

import dev.hearth.cli.report.DiagnosedLog;
import dev.hearth.cli.report.DiagnosisJson;
import dev.hearth.cli.report.DiagnosisText;
import dev.hearth.cli.report.Paint;
import dev.hearth.evidence.diagnosis.Examiner;
import dev.hearth.evidence.diagnosis.RuleBook;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.service.ServiceCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth diagnose}: what a log tells of troubles that others had before. */
@Command(
    name = "diagnose",
    mixinStandardHelpOptions = true,
    header = "Say what a log means, and what to do.",
    description = {
      "Reads the log of a service that is set up here, a file, or what is piped into it;",
      "alone, the logs of all services found here. Changes nothing.",
      "Exit code: 0 when nothing was recognised, 1 when something was."
    },
    footer = {
      "",
      "  hearth diagnose ollama",
      "  journalctl -k -b | hearth diagnose",
      "  docker logs immich_machine_learning 2>&1 | hearth diagnose"
    })
final class DiagnoseCommand implements Callable<Integer> {
  private static final String PIPED = "-";

  @Option(names = "--json", description = "For scripts: the document hearth.diagnose/1.")
  boolean json;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "7d",
      description = "How far back a service's log is read: 30m, 12h, 7d (the default).")
  String since = "7d";

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      completionCandidates = ServiceNaming.Names.class,
      description = "Whose log a file is; only its rules count then.")
  @Nullable String service;

  @Option(
      names = "--service-version",
      paramLabel = "VERSION",
      description = "Of the service, where the log does not name it.")
  @Nullable String version;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE|FILE|-",
      completionCandidates = ServiceNaming.Names.class,
      description = "A service, a file, or - for what is piped in.")
  @Nullable String what;

  private final Terminal terminal;
  private final Places places;
  private final StandardInput input;

  DiagnoseCommand(Terminal terminal, Places places, StandardInput input) {
    this.terminal = terminal;
    this.places = places;
    this.input = input;
  }

  @Override
  public Integer call() {
    ServiceCatalog catalog = UserServices.catalog(places);
    if (service != null) {
      ServiceNaming.find(catalog, service);
    }
    RuleBook book = UserRules.book(places);
    List<DiagnosedLog> logs = logs(catalog, book);
    if (json) {
      terminal.out().println(Json.pretty(DiagnosisJson.of(logs, Version.current())));
    } else {
      DiagnosisText.of(logs, new Paint(terminal.colours())).forEach(terminal.out()::println);
    }
    return logs.stream().allMatch(log -> log.diagnosis().findings().isEmpty())
        ? ExitCodes.GOOD
        : ExitCodes.NO;
  }

  private List<DiagnosedLog> logs(ServiceCatalog catalog, RuleBook book) {
    if (what == null ? input.piped().getAsBoolean() : what.equals(PIPED)) {
      return List.of(read("standard input", input.stream(), book));
    }
    ServiceLogs services = new ServiceLogs(terminal, places, ServiceLogs.age(since), book);
    if (what == null) {
      return services.all(catalog);
    }
    Optional<Path> file = file(what);
    return catalog.find(what).isPresent() || file.isEmpty()
        ? services.of(ServiceNaming.find(catalog, what), ServiceLogs.stated(version))
        : List.of(read(file.get(), book));
  }

  private static Optional<Path> file(String name) {
    try {
      return Optional.of(Path.of(name)).filter(Files::exists);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private DiagnosedLog read(Path file, RuleBook book) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, book);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private DiagnosedLog read(String from, InputStream in, RuleBook book) {
    Examiner examiner =
        new Examiner(book, Optional.ofNullable(service), ServiceLogs.stated(version));
    try {
      LogStream.read(in, examiner::line);
    } catch (IOException e) {
      throw unreadable(from, e);
    }
    return new DiagnosedLog(from, examiner.end());
  }

  private static ProblemException unreadable(String from, IOException why) {
    return new ProblemException(
        new Problem(
            Problem.Kind.NOT_FOUND,
            "cannot read " + from,
            String.valueOf(why.getMessage()),
            "Name a file that you may read, or pipe it in: sudo cat FILE | hearth diagnose"));
  }
}
