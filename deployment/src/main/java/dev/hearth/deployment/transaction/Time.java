package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time, and how to let it pass.
 *
 * @param clock tells it
 * @param sleeper waits
 */
public record Time(InstantSource clock, Sleeper sleeper) {
  /** Waits. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** As everybody's watch has it. */
  public static Time real() {
    return new Time(InstantSource.system(), Thread::sleep);
  }

  Instant now() {
    return clock.instant();
  }

  Duration since(Instant earlier) {
    return Duration.between(earlier, now());
  }

  void pass(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          Problem.of(Problem.Kind.UNAVAILABLE, "Stopped while waiting", "Try again."), interrupted);
    }
  }
}
