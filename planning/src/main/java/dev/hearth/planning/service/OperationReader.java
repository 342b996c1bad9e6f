package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import dev.hearth.planning.data.Entry;
import dev.hearth.planning.data.Sources;
import dev.hearth.planning.data.Versions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads how a service is operated. */
final class OperationReader {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int LAST_PORT = 65_535;

  private final Sources sources;

  OperationReader(Sources sources) {
    this.sources = sources;
  }

  Operation operation(Entry entry) {
    return new Operation(
        entry.text("name"),
        entry.optional("unit"),
        entry.texts("repositories"),
        entry.texts("floats"),
        entry.numbers("ports").stream().map(each -> port(entry, each)).toList(),
        entry.optional("portVariable"),
        entry.children("volumes", OperationReader::volume),
        entry.child("health", this::starts),
        entry.children("images", this::image),
        entry.children("environment", this::setting),
        entry.children("extras", this::extra),
        entry.optionalChild("several", this::several),
        entry.optionalChild(
            "memory",
            each -> new Minimum<>(each.as("value", ServiceReader::bytes), sources.cited(each))),
        entry.children("log", this::logRule),
        entry.children("evidence", this::evidence),
        entry.children("badVersions", this::bad),
        entry.children(
            "advice", each -> new Advice(where(each), each.text("says"), sources.cited(each))),
        entry.optionalChild("benchmark", this::workload));
  }

  private static Where where(Entry entry) {
    return new Where(
        backends(entry),
        new HashSet<>(entry.listAs("supervisors", Supervisor::of)),
        Versions.range(entry),
        new HashSet<>(entry.texts("gfx")),
        new HashSet<>(entry.texts("except")),
        entry.flag("integrated"),
        entry.flag("wsl"),
        entry.flag("cores"));
  }

  private static Set<Backend> backends(Entry entry) {
    return new HashSet<>(entry.listAs("backends", Backend::of));
  }

  private static Volume volume(Entry entry) {
    return new Volume(
        entry.text("name"),
        entry.text("target"),
        entry.text("keeps"),
        entry.optionalAs("size", ServiceReader::bytes));
  }

  private Starts starts(Entry entry) {
    return new Starts(
        new Health(
            check(entry),
            entry.optionalAs("interval", OperationReader::duration).orElse(INTERVAL),
            entry.as("first", OperationReader::duration),
            entry.as("later", OperationReader::duration)),
        entry.children(
            "slower",
            each ->
                new Starts.Slower(
                    where(each),
                    each.as("first", OperationReader::duration),
                    each.as("later", OperationReader::duration),
                    sources.cited(each))));
  }

  private static Health.Check check(Entry entry) {
    List<String> program = entry.texts("run");
    Optional<Health.Http> page =
        entry.optionalChild(
            "http", each -> new Health.Http(port(each, each.number("port")), each.text("path")));
    if (page.isPresent() == !program.isEmpty()) {
      throw entry.wrong("health is seen either by http or by run");
    }
    return page.<Health.Check>map(each -> each).orElseGet(() -> new Health.Run(program));
  }

  private KnownImage image(Entry entry) {
    return new KnownImage(
        entry.as("backend", Backend::of),
        entry.optional("image"),
        entry.optional("base"),
        entry.optionalAs("size", ServiceReader::bytes),
        sources.cited(entry));
  }

  private Setting setting(Entry entry) {
    return new Setting(
        entry.text("name"),
        entry.word("value"),
        where(entry),
        entry.text("because"),
        sources.cited(entry));
  }

  private Extra extra(Entry entry) {
    return new Extra(
        where(entry),
        entry.optional("variant"),
        entry.texts("paths"),
        entry.texts("pathsThere"),
        entry.texts("security"),
        sources.cited(entry));
  }

  private Several several(Entry entry) {
    return new Several(
        backends(entry), entry.optional("ids"), entry.optional("workers"), sources.cited(entry));
  }

  private LogRule logRule(Entry entry) {
    return new LogRule(
        entry.as("pattern", OperationReader::pattern),
        entry.as("means", OperationReader::meaning),
        backends(entry),
        Versions.range(entry),
        entry.text("says"),
        sources.cited(entry));
  }

  private static Optional<Pattern> pattern(String text) {
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<LogRule.Meaning> meaning(String text) {
    return Arrays.stream(LogRule.Meaning.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
        .findFirst();
  }

  private EvidenceFile evidence(Entry entry) {
    return new EvidenceFile(
        where(entry),
        entry.text("volume"),
        entry.text("glob"),
        entry.text("says"),
        sources.cited(entry));
  }

  private BadVersion bad(Entry entry) {
    return new BadVersion(
        entry.listAs("versions", Version::parse),
        backends(entry),
        entry.text("what"),
        entry.text("remedy"),
        sources.cited(entry));
  }

  private Workload workload(Entry entry) {
    return new Workload(
        entry.text("path"),
        entry.text("body"),
        entry.text("counts"),
        entry.text("says"),
        sources.cited(entry));
  }

  private static int port(Entry entry, long number) {
    if (number < 1 || number > LAST_PORT) {
      throw entry.wrong("there is no port " + number);
    }
    return Math.toIntExact(number);
  }

  /** Reads {@code 5 s}, {@code 15 min}. */
  private static Optional<Duration> duration(String text) {
    Optional<Long> number =
        Version.parse(text)
            .filter(each -> each.numbers().size() == 1)
            .map(each -> (long) each.major());
    if (text.endsWith(" s")) {
      return number.map(Duration::ofSeconds);
    }
    return text.endsWith(" min") ? number.map(Duration::ofMinutes) : Optional.empty();
  }
}
