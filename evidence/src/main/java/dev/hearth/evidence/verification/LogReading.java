package dev.hearth.evidence.verification;

import dev.hearth.evidence.witness.LogLine;
import java.util.List;

/** Finds the line of a log that decides. */
@FunctionalInterface
public interface LogReading {
  /** Reads a log, oldest line first, as the manager gives it. */
  LogLine read(List<String> lines);
}
