package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts a container's two texts, each line with its time, into one order. Pure. */
final class TimedLines {
  private record Timed(Instant at, String text) {}

  private TimedLines() {}

  /** The lines of both, oldest first, without their times. */
  static List<String> merged(Finished logs) {
    List<Timed> lines = new ArrayList<>(timed(logs.stdout()));
    lines.addAll(timed(logs.stderr()));
    lines.sort(Comparator.comparing(Timed::at));
    return lines.stream().map(Timed::text).toList();
  }

  /** A line without a time belongs to the one before it. */
  private static List<Timed> timed(String text) {
    List<Timed> lines = new ArrayList<>();
    Instant before = Instant.EPOCH;
    for (String line : text.lines().toList()) {
      int blank = line.indexOf(' ');
      Optional<Instant> at = instant(blank < 0 ? line : line.substring(0, blank));
      before = at.orElse(before);
      String rest = blank < 0 ? "" : line.substring(blank + 1);
      lines.add(new Timed(before, at.isPresent() ? rest : line));
    }
    return lines;
  }

  private static Optional<Instant> instant(String word) {
    try {
      return Optional.of(OffsetDateTime.parse(word).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
