package dev.hearth.deployment.transaction;

import java.time.Duration;
import java.util.Optional;

/** Told what a deployment does, for people who watch. */
public interface Listener {
  void stepBegins(Step step, String detail);

  void stepEnds(Step step, String detail, Duration duration);

  /**
   * How far a step is.
   *
   * @param done bytes while pulling, milliseconds while waiting for health
   * @param total the same unit; empty where nobody knows
   */
  void progress(Step step, long done, Optional<Long> total);

  /** Something worth saying, as a sentence. */
  void note(String text);

  /** One that says nothing. */
  static Listener silent() {
    return new Listener() {
      @Override
      public void stepBegins(Step step, String detail) {}

      @Override
      public void stepEnds(Step step, String detail, Duration duration) {}

      @Override
      public void progress(Step step, long done, Optional<Long> total) {}

      @Override
      public void note(String text) {}
    };
  }
}
