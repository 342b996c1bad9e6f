package dev.hearth.deployment.transaction;

import java.time.Duration;
import java.time.Instant;

/** Time that passes only where somebody waits. */
final class ScriptedTime {
  private Instant now = Instant.parse("2026-11-21T11:45:00Z");

  Time time() {
    return new Time(() -> now, this::pass);
  }

  Instant now() {
    return now;
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }
}
