package dev.hearth.evidence.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * A trouble that a log shows.
 *
 * @param count how often
 * @param evidence the lines that showed it first
 * @param last the line that showed it last
 * @param since its time, where the log tells
 * @param until the time of the last
 */
public record Finding(
    Rule rule,
    long count,
    List<Trace> evidence,
    Trace last,
    Optional<String> since,
    Optional<String> until) {
  public Finding {
    evidence = List.copyOf(evidence);
  }
}
