package dev.hearth.evidence.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What journald, Compose, Podman, Docker and Kubernetes put before a line, taken away, and the time
 * that stands there or that the program itself writes. Pure.
 *
 * @param time as it is written; empty where the line has none
 * @param rest the line as the program wrote it
 */
record Prefixes(Optional<String> time, String rest) {
  private static final String ISO = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";
  private static final String ZONE = "(?:Z|[+-]\\d\\d:?\\d\\d)";
  private static final String CLASSIC = "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d";

  /** The first group is the time, where there is one; the longer forms come first. */
  private static final List<Pattern> PREFIXES =
      List.of(
          Pattern.compile("[A-Za-z0-9][\\w.-]{0,63} {1,40}\\| ?"),
          Pattern.compile("\\[[A-Za-z][\\w.-]{0,63}\\] {1,40}\\| ?"),
          Pattern.compile("(\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d)\\tstd(?:out|err)\\t"),
          Pattern.compile("(" + ISO + ZONE + ") \\[[a-z][\\w.-]{0,63}\\] (?=time=)"),
          Pattern.compile("\\[pod/[^\\]\\s]{1,200}\\] "),
          Pattern.compile("(" + ISO + ZONE + ") (?:stdout|stderr) [FP] "),
          Pattern.compile(
              "(" + ISO + ZONE + ") \\S{1,64} [^\\s\\[:]{1,64}(?:\\[\\d{1,10}\\]| kernel): ?"),
          Pattern.compile("(" + ISO + ZONE + ") \\S{1,64} kernel: ?"),
          Pattern.compile("(" + CLASSIC + ") \\S{1,64} [^\\s\\[:]{1,64}(?:\\[\\d{1,10}\\])?: ?"),
          // A time that ends with its zone is the keeper's; programs write theirs otherwise.
          Pattern.compile(
              "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?" + ZONE + ") "));

  private static final int MOST_PREFIXES = 4;

  /** How programs write it themselves. */
  private static final List<Pattern> OWN =
      List.of(
          Pattern.compile("\\[?(" + ISO + "(?: ?" + ZONE + ")?)"),
          Pattern.compile("time=\"?(" + ISO + ZONE + "?)"),
          Pattern.compile("\\[(\\d\\d/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d)\\]"),
          Pattern.compile(
              "\\[Nest\\] \\d{1,10} {1,4}- (\\d\\d/\\d\\d/\\d{4}, \\d{1,2}:\\d\\d:\\d\\d [AP]M)"),
          Pattern.compile("(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) "));

  static Prefixes of(String line) {
    Optional<String> time = Optional.empty();
    String rest = line;
    for (int taken = 0; taken < MOST_PREFIXES; taken++) {
      Optional<Matcher> prefix = matching(PREFIXES, rest);
      if (prefix.isEmpty()) {
        break;
      }
      Matcher found = prefix.get();
      time = time.or(() -> group(found));
      rest = rest.substring(found.end());
    }
    String bare = rest;
    return new Prefixes(time.or(() -> matching(OWN, bare).flatMap(Prefixes::group)), rest);
  }

  private static Optional<String> group(Matcher found) {
    return found.groupCount() == 0 ? Optional.empty() : Optional.ofNullable(found.group(1));
  }

  /** No prefix begins with a blank, and most lines that go on do. */
  private static Optional<Matcher> matching(List<Pattern> patterns, String line) {
    if (line.isEmpty() || line.charAt(0) == ' ') {
      return Optional.empty();
    }
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.lookingAt()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }
}
