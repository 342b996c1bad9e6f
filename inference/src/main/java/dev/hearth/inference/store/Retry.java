package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tries again after troubles that may pass, with growing pauses, until there is no progress. */
final class Retry {
  private final HubSettings.Patience patience;
  private final Progress progress;
  private int failures;

  Retry(HubSettings.Patience patience, Progress progress) {
    this.patience = patience;
    this.progress = progress;
  }

  /** One try; it tells the retry when it got on, so that long downloads outlive many cuts. */
  interface Attempt<T> {
    T run(Retry retry) throws IOException;
  }

  void gotOn() {
    failures = 0;
  }

  <T> T run(String what, Attempt<T> attempt) {
    while (true) {
      try {
        return attempt.run(this);
      } catch (IOException trouble) {
        failures++;
        if (Thread.currentThread().isInterrupted()) {
          throw Trouble.stopped(trouble);
        }
        pause(what, trouble);
      }
    }
  }

  private void pause(String what, IOException trouble) {
    Optional<Duration> asked =
        trouble instanceof HubHttp.TryAgain again ? again.after() : Optional.empty();
    boolean tooLong = asked.filter(wait -> wait.compareTo(patience.longestPause()) > 0).isPresent();
    if (failures >= patience.attempts() || tooLong) {
      throw givenUp(what, trouble, asked.filter(_ -> tooLong));
    }
    Duration wait = asked.orElse(patience.pause(failures));
    progress.says(
        String.format(
            Locale.ROOT,
            "%s: %s; trying again in %.1f s",
            what,
            said(trouble),
            wait.toMillis() / 1000.0));
    try {
      Thread.sleep(wait);
    } catch (InterruptedException interrupted) {
      throw Trouble.stopped(interrupted);
    }
  }

  private static ProblemException givenUp(
      String what, IOException trouble, Optional<Duration> asked) {
    String remedy =
        asked
            .map(wait -> "The hub asks to wait " + wait.toSeconds() + " s: pull again after that.")
            .orElse(
                "Check the network, or set HF_ENDPOINT to a mirror; then pull again: what was"
                    + " downloaded is kept and continued.");
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE, what + " could not be downloaded", said(trouble), remedy),
        trouble);
  }

  /** An exception's message; the JDK's client leaves it out when a connection is refused. */
  private static String said(IOException trouble) {
    String message = trouble.getMessage();
    return message == null ? trouble.getClass().getSimpleName() : message;
  }
}
