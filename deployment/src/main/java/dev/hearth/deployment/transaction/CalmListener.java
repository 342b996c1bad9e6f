package dev.hearth.deployment.transaction;

import java.time.Duration;
import java.util.Optional;

/**
 * Passes on what is told, and lives when nobody can listen: a closed pipe must not break a
 * roll-back.
 */
record CalmListener(Listener listener) implements Listener {
  @Override
  public void stepBegins(Step step, String detail) {
    calmly(() -> listener.stepBegins(step, detail));
  }

  @Override
  public void stepEnds(Step step, String detail, Duration duration) {
    calmly(() -> listener.stepEnds(step, detail, duration));
  }

  @Override
  public void progress(Step step, long done, Optional<Long> total) {
    calmly(() -> listener.progress(step, done, total));
  }

  @Override
  public void note(String text) {
    calmly(() -> listener.note(text));
  }

  private static void calmly(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException deaf) {
      System.getLogger(CalmListener.class.getName())
          .log(System.Logger.Level.DEBUG, "nobody listens", deaf);
    }
  }
}
