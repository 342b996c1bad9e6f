package dev.hearth.evidence.witness;

import dev.hearth.planning.service.LogRule;
import java.util.Optional;

/**
 * What a log says of where the service computes.
 *
 * @param meaning empty where it says nothing
 * @param says the meaning in a sentence; empty where it says nothing
 * @param line in which it was found
 */
public record LogLine(Optional<LogRule.Meaning> meaning, String says, String line) {
  /** The log says nothing. */
  public static LogLine none() {
    return new LogLine(Optional.empty(), "", "");
  }
}
