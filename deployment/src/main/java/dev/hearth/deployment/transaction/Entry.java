package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.State;
import dev.hearth.deployment.manager.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A line of a journal: all that is needed to undo a deployment after a crash, as plain data. */
sealed interface Entry {
  Instant at();

  /** The first line. */
  record Began(
      Instant at,
      String id,
      String service,
      String name,
      String summary,
      List<Path> places,
      Optional<String> image,
      Target target,
      Probe health,
      Limits limits,
      Aim aim)
      implements Entry {
    public Began {
      places = List.copyOf(places);
    }
  }

  /** How the old service was. */
  record Found(Instant at, State state, boolean healthy) implements Entry {
    boolean running() {
      return state.phase() == State.Phase.RUNNING || state.phase() == State.Phase.STARTING;
    }

    boolean isDown() {
      return state.phase() == State.Phase.STOPPED || state.phase() == State.Phase.ABSENT;
    }
  }

  /** The backup is complete. */
  record Saved(Instant at, List<Former> formers) implements Entry {
    public Saved {
      formers = List.copyOf(formers);
    }
  }

  /**
   * Written before a step acts.
   *
   * @param detail for WRITE the place
   */
  record StepBegan(Instant at, Step step, String detail) implements Entry {}

  record StepEnded(Instant at, Step step, String detail) implements Entry {}

  record StepFailed(Instant at, Step step, String why) implements Entry {}

  /** The last line. */
  record Ended(Instant at, Ending ending, String detail, Optional<Duration> downtime)
      implements Entry {}
}
