package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.State;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits until a service is well, or until it is plain that it will not be. */
final class HealthWait {
  /** A service that was started anew so often by itself will not come up. */
  private static final int CRASHES = 3;

  /** A manager may call a service stopped for a moment, between an end and the next start. */
  private static final int LOOKS_WHEN_STOPPED = 5;

  private final Manager manager;
  private final Probe probe;
  private final Time time;
  private final Duration interval;

  HealthWait(Manager manager, Probe probe, Duration interval, Time time) {
    this.manager = manager;
    this.probe = probe;
    this.time = time;
    this.interval = interval;
  }

  /** Ends when the service is well; throws a problem that says why it is not. */
  void await(Step step, Duration limit, Listener listener) {
    Instant begin = time.now();
    Optional<Integer> restarts = Optional.empty();
    int stopped = 0;
    while (true) {
      Look look = look();
      if (look.trouble().isEmpty()) {
        return;
      }
      String trouble = look.trouble().get();
      if (look.state().isPresent()) {
        State state = look.state().get();
        restarts = restarts.or(() -> Optional.of(state.restarts()));
        stopped = stands(state) ? 0 : stopped + 1;
        requireHope(state, state.restarts() - restarts.get(), stopped, trouble);
      }
      Duration waited = time.since(begin);
      listener.progress(step, waited.toMillis(), Optional.of(limit.toMillis()));
      if (waited.compareTo(limit) >= 0) {
        throw unwell("It was not well within " + limit.toSeconds() + " s", trouble);
      }
      time.pass(interval);
    }
  }

  /** Whether it is well now. */
  boolean isWell() {
    return look().trouble().isEmpty();
  }

  private static boolean stands(State state) {
    return state.phase() == State.Phase.RUNNING || state.phase() == State.Phase.STARTING;
  }

  private void requireHope(State state, int crashes, int stopped, String trouble) {
    if (state.phase() == State.Phase.FAILED) {
      throw unwell("It failed: " + state.detail(), trouble);
    }
    if (crashes >= CRASHES) {
      throw unwell("It crashes again and again: " + crashes + " times so far", trouble);
    }
    if (stopped >= LOOKS_WHEN_STOPPED) {
      throw unwell("It does not stay up: " + state.detail(), trouble);
    }
  }

  private ProblemException unwell(String what, String trouble) {
    return new ProblemException(
        new Problem(
            Problem.Kind.TIMED_OUT, what, trouble, "Read its log: " + manager.words().log()));
  }

  /** Managers and services may fail to answer while things start; that is trouble, not an end. */
  private Look look() {
    try {
      State state = manager.state();
      // while one starts, somebody else may answer at its port
      return state.phase() == State.Phase.RUNNING
          ? new Look(Optional.of(state), manager.trouble(probe))
          : new Look(Optional.of(state), Optional.of(state.detail()));
    } catch (ProblemException silent) {
      return new Look(Optional.empty(), Optional.of(silent.problem().sentence()));
    }
  }

  private record Look(Optional<State> state, Optional<String> trouble) {}
}
