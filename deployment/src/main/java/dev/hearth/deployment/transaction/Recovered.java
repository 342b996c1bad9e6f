package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import java.nio.file.Path;

/** What became of a deployment that was cut short. */
public sealed interface Recovered {
  String id();

  /** Only its last line was missing: it is committed now. */
  record Finished(String id, String service) implements Recovered {}

  /** It had changed nothing yet. */
  record Untouched(String id, String service) implements Recovered {}

  /**
   * It was undone, or that failed.
   *
   * @param outcome {@link Outcome.RolledBack} or {@link Outcome.Broken}
   */
  record Undone(String id, String service, Outcome outcome) implements Recovered {}

  /**
   * Nothing can be concluded from its journal; nothing was done.
   *
   * @param backup what it kept; never deleted
   */
  record Damaged(String id, Path backup, Problem problem) implements Recovered {}
}
