package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a deployment ended. */
public sealed interface Outcome {
  /**
   * The new service runs.
   *
   * @param downtime from the end of the old one to the first good answer; empty where there was
   *     none to end
   * @param doubt what spoke against it where it was kept all the same
   */
  record Committed(String id, Optional<Duration> downtime, Optional<String> doubt)
      implements Outcome {}

  /** Everything is as it should be already; nothing was touched. */
  record UpToDate() implements Outcome {}

  /**
   * Everything is as it was before.
   *
   * @param why the new service was given up
   * @param answers whether the old service answers; false where it did not before either
   * @param log the new service's last words
   * @param edited where files were put that somebody edited during the deployment
   */
  record RolledBack(String id, Problem why, boolean answers, List<String> log, List<Path> edited)
      implements Outcome {
    public RolledBack {
      log = List.copyOf(log);
      edited = List.copyOf(edited);
    }
  }

  /** Nothing was changed. */
  record Refused(Problem problem) implements Outcome {}

  /**
   * Rolling back failed as well.
   *
   * @param why the new service was given up
   * @param trouble what kept it from going back
   * @param byHand command lines that finish it
   */
  record Broken(String id, Problem why, Problem trouble, List<String> byHand) implements Outcome {
    public Broken {
      byHand = List.copyOf(byHand);
    }
  }
}
