package dev.hearth.cli;

import dev.hearth.cli.report.DiagnosedLog;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.site.Installation;
import dev.hearth.evidence.diagnosis.Diagnosis;
import dev.hearth.evidence.diagnosis.RuleBook;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.ImageName;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The logs of services that are set up on this machine, as their managers keep them. */
final class ServiceLogs {
  private static final Pattern AGE = Pattern.compile("([1-9]\\d{0,4})([mhd])");
  private static final int VERSION_PARTS = 2;

  /** What a manager may have written before a line, which is taken away already. */
  private static final int TIMESTAMP = 40;

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final int SHORTER = 4;

  private final Terminal terminal;
  private final Duration age;
  private final RuleBook book;
  private final Keeper keeper;

  /**
   * Looks at this machine.
   *
   * @param age how far back logs are read
   */
  ServiceLogs(Terminal terminal, Places places, Duration age, RuleBook book) {
    this.terminal = terminal;
    this.age = age;
    this.book = book;
    this.keeper = Keeper.looking(terminal, places);
  }

  /** Reads 30m, 12h or 7d. */
  static Duration age(String text) {
    Matcher parts = AGE.matcher(text);
    if (!parts.matches()) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING, text + " is no time", "Write --since 30m, 12h or 7d");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** What the user says of a version. */
  static Optional<Version> stated(@Nullable String version) {
    if (version == null) {
      return Optional.empty();
    }
    return Optional.of(
        Version.parse(version)
            .filter(each -> each.numbers().size() >= VERSION_PARTS)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.Kind.BAD_SETTING,
                    version + " is no version",
                    "Write it with points: --service-version 3.1.0")));
  }

  /**
   * All logs of one service.
   *
   * @param stated its version, where the user says it
   */
  List<DiagnosedLog> of(ServiceDescription service, Optional<Version> stated) {
    List<Installation> found = found(service);
    if (found.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          service.id() + " is not set up here, as far as Hearth sees",
          "Pipe its log in: journalctl -u UNIT | hearth diagnose --service " + service.id());
    }
    return found.stream().map(each -> diagnosed(service, each, stated)).toList();
  }

  /** The logs of all services that are found; one that cannot be read is told and left out. */
  List<DiagnosedLog> all(ServiceCatalog catalog) {
    List<DiagnosedLog> logs = new ArrayList<>();
    boolean any = false;
    for (ServiceDescription service : catalog.services()) {
      for (Installation each : found(service)) {
        any = true;
        try {
          logs.add(diagnosed(service, each, Optional.empty()));
        } catch (ProblemException refused) {
          Problems.print(terminal, refused.problem());
        }
      }
    }
    if (!any) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "no service was found here that Hearth knows",
          "Name a file, or pipe a log in: journalctl -u UNIT | hearth diagnose");
    }
    if (logs.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE,
          "no log of a service could be read",
          "Pipe one in: sudo journalctl -u UNIT | hearth diagnose");
    }
    return logs;
  }

  private List<Installation> found(ServiceDescription service) {
    return service.operation().isEmpty()
        ? List.of()
        : Installations.of(keeper, service).found().installations();
  }

  private DiagnosedLog diagnosed(
      ServiceDescription service, Installation installation, Optional<Version> stated) {
    Manager manager = keeper.managers().of(Preparation.target(installation));
    List<String> lines = newest(span -> manager.log(Instant.now().minus(span)), age);
    Optional<Version> version =
        stated.or(() -> installation.present().image().flatMap(ServiceLogs::version));
    return new DiagnosedLog(
        service.id()
            + " ("
            + installation.present().supervisor().key()
            + " "
            + installation.present().name()
            + ")",
        Diagnosis.of(book, lines, Optional.of(service.id()), version));
  }

  /**
   * What fits: of a long text only the beginning is kept, and it is the end that counts.
   *
   * @param log the lines of so long a time before now
   */
  static List<String> newest(Function<Duration, List<String>> log, Duration age) {
    Duration span = age;
    List<String> lines = log.apply(span);
    while (cut(lines) && span.compareTo(SHORTEST) > 0) {
      span = span.dividedBy(SHORTER);
      lines = log.apply(span);
    }
    return lines;
  }

  private static boolean cut(List<String> lines) {
    return lines.stream().mapToLong(line -> line.length() + TIMESTAMP).sum()
        >= ProcessCommandRunner.OUTPUT_LIMIT;
  }

  /** The version that a tag names; "v3" names none, since it moves. */
  private static Optional<Version> version(String image) {
    return ImageName.parse(image)
        .tag()
        .flatMap(Version::parse)
        .filter(version -> version.numbers().size() > VERSION_PARTS);
  }
}
