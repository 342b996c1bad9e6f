package dev.hearth.evidence.verification;

import java.time.Duration;

/**
 * How long a verification looks.
 *
 * @param warmUp for the first request, which may load and compile models
 * @param idle how long the service is watched while it has nothing to do
 * @param work how long it is given work
 * @param limit within which the last answer must have come
 * @param interval between two looks
 */
public record Timing(
    Duration warmUp, Duration idle, Duration work, Duration limit, Duration interval) {
  /**
   * Ten looks a second, a verdict within 20 seconds once the models are loaded.
   *
   * @param warmUp for the first request
   */
  public static Timing usual(Duration warmUp) {
    return new Timing(
        warmUp,
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(12),
        Duration.ofMillis(100));
  }
}
