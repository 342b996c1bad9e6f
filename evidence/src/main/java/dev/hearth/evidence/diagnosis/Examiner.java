package dev.hearth.evidence.diagnosis;

import dev.hearth.deployment.manager.LogJoiner;
import dev.hearth.deployment.manager.LogText;
import dev.hearth.planning.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a log line by line, of any length, and holds no more of it than its findings. Not for
 * several threads.
 */
public final class Examiner {
  private static final int LONGEST_LINE = 1 << 16;

  private final RuleBook book;
  private final List<RuleWatch> watches;
  private final LogJoiner joiner = new LogJoiner();
  private final Optional<String> service;
  private final Optional<Version> version;

  /** By service, since one journal may hold several. */
  private final Map<String, Version> named = new LinkedHashMap<>();

  private Optional<String> since = Optional.empty();
  private Optional<String> until = Optional.empty();
  private Optional<String> wholeTime = Optional.empty();
  private long wholeNumber;
  private long lines;

  /**
   * Begins a log.
   *
   * @param service whose log it is; empty where that is not known, and then every rule counts
   * @param version of the service; what the log itself says of it counts more
   */
  public Examiner(RuleBook book, Optional<String> service, Optional<Version> version) {
    this.book = book;
    this.service = service;
    this.version = version;
    this.watches =
        book.rules().stream().filter(rule -> rule.speaksOf(service)).map(RuleWatch::new).toList();
  }

  /** The next line, as it stands in the log. */
  public void line(String raw) {
    lines++;
    String bounded = raw.length() > LONGEST_LINE ? raw.substring(0, LONGEST_LINE) : raw;
    Prefixes prefixes = Prefixes.of(LogText.plain(bounded));
    joiner.add(prefixes.rest()).ifPresent(whole -> whole(new Trace(wholeNumber, wholeTime, whole)));
    if (joiner.fresh()) {
      wholeNumber = lines;
      wholeTime = prefixes.time().or(() -> until);
    }
    until = prefixes.time().or(() -> until);
    since = since.or(() -> until);
  }

  /** What it comes to, when no more lines come. */
  public Diagnosis end() {
    joiner.rest().ifPresent(whole -> whole(new Trace(wholeNumber, wholeTime, whole)));
    return Diagnosis.of(
        watches,
        new Diagnosis.Extent(
            lines,
            since,
            until,
            whose(),
            whose().flatMap(this::versionOf),
            watches.size(),
            gaveUp()));
  }

  private List<String> gaveUp() {
    return watches.stream().filter(RuleWatch::gaveUp).map(watch -> watch.rule().id()).toList();
  }

  private void whole(Trace line) {
    book.mark(line.text()).ifPresent(mark -> named.put(mark.service(), mark.version()));
    for (RuleWatch watch : watches) {
      watch.see(line, versionOf(watch.rule()));
    }
  }

  private Optional<Version> versionOf(Rule rule) {
    for (String each : rule.services()) {
      Optional<Version> found = versionOf(each);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** What the log says is newer than what was known before. */
  private Optional<Version> versionOf(String each) {
    return Optional.ofNullable(named.get(each))
        .or(() -> service.isEmpty() || service.get().equals(each) ? version : Optional.empty());
  }

  /** Whose log it is, where only one service named itself. */
  private Optional<String> whose() {
    return service.or(
        () -> named.size() == 1 ? named.keySet().stream().findFirst() : Optional.<String>empty());
  }
}
