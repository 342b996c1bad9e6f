package dev.hearth.evidence.diagnosis;

import dev.hearth.planning.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a log tells.
 *
 * @param findings the worst and most certain first
 * @param extent what was read
 */
public record Diagnosis(List<Finding> findings, Extent extent) {
  private static final Comparator<Finding> ORDER =
      Comparator.<Finding, Severity>comparing(finding -> finding.rule().weight().severity())
          .thenComparing(finding -> finding.rule().weight().confidence())
          .thenComparingLong(finding -> finding.evidence().getFirst().number());

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /**
   * What was read.
   *
   * @param lines as they stood in the log
   * @param since the first time in it, as it is written
   * @param until the last
   * @param service whose log it is, where that is known or the log says so
   * @param version the last one that is known or that the log names
   * @param rules how many were looked for
   * @param leftOut rules whose expressions took too long on some line
   */
  public record Extent(
      long lines,
      Optional<String> since,
      Optional<String> until,
      Optional<String> service,
      Optional<Version> version,
      int rules,
      List<String> leftOut) {
    public Extent {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * Judges a log that is at hand as a whole.
   *
   * @param service whose log it is; empty where that is not known, and then every rule counts
   * @param version of the service; what the log itself says of it counts more
   */
  public static Diagnosis of(
      RuleBook book, List<String> lines, Optional<String> service, Optional<Version> version) {
    Examiner examiner = new Examiner(book, service, version);
    lines.forEach(examiner::line);
    return examiner.end();
  }

  static Diagnosis of(List<RuleWatch> watches, Extent extent) {
    List<Finding> found = watches.stream().flatMap(watch -> watch.finding().stream()).toList();
    Set<String> ids =
        found.stream().map(finding -> finding.rule().id()).collect(Collectors.toSet());
    return new Diagnosis(
        found.stream()
            .filter(finding -> finding.rule().weight().besides().stream().noneMatch(ids::contains))
            .sorted(ORDER)
            .toList(),
        extent);
  }
}
