package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;

/**
 * A session that is closed and opened anew when its device failed. Several runs may be under way at
 * once; opening anew waits for them and is done once for all that failed together. A session that
 * cannot be opened again is lost; the requests that come later try it again, not too often.
 */
final class RenewableSession implements AutoCloseable {
  /** How long a lost session is left alone: opening a model on a device that is gone costs time. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(RenewableSession.class.getName());

  private final String name;
  private final Optional<SessionSource> again;
  private final LongSupplier nanoTime;
  private final ReadWriteLock runsOrRenewal = new ReentrantReadWriteLock();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();
  private final AtomicLong renewals = new AtomicLong();
  private volatile State state;

  private sealed interface State {
    record Open(OpenSession session) implements State {}

    record Lost(Problem problem, long since) implements State {}

    record Closed() implements State {}
  }

  /**
   * @param again opens the session anew; empty where that is not done
   * @param nanoTime the clock
   */
  RenewableSession(
      String name, OpenSession session, Optional<SessionSource> again, LongSupplier nanoTime) {
    this.name = name;
    this.again = again;
    this.nanoTime = nanoTime;
    this.state = new State.Open(session);
  }

  boolean renewable() {
    return again.isPresent();
  }

  /** Whether the last try to open it anew failed. */
  boolean lost() {
    return state instanceof State.Lost;
  }

  long runs() {
    return runs.get();
  }

  Duration busy() {
    return Duration.ofNanos(busyNanos.get());
  }

  /** How often it was opened anew. */
  long renewals() {
    return renewals.get();
  }

  /**
   * Runs the model.
   *
   * @throws ProblemException when the session is lost
   */
  Outputs run(Map<String, Tensor> inputs) {
    if (state instanceof State.Lost lost) {
      revive(lost);
    }
    runsOrRenewal.readLock().lock();
    try {
      return switch (state) {
        case State.Open(OpenSession session) -> timed(session, inputs);
        case State.Lost(Problem problem, _) -> throw new ProblemException(problem);
        case State.Closed _ -> throw new IllegalStateException(name + " is closed");
      };
    } finally {
      runsOrRenewal.readLock().unlock();
    }
  }

  private Outputs timed(OpenSession session, Map<String, Tensor> inputs) {
    long began = nanoTime.getAsLong();
    Outputs outputs = session.run(inputs);
    busyNanos.addAndGet(nanoTime.getAsLong() - began);
    runs.incrementAndGet();
    return outputs;
  }

  /**
   * Closes the session and opens it anew, unless that was done since the failed run began.
   *
   * @param seen {@link #renewals} before that run
   * @param why for the log
   * @throws ProblemException when it cannot be opened: it is lost then
   */
  void renew(long seen, String why) {
    runsOrRenewal.writeLock().lock();
    try {
      if (renewals.get() != seen) {
        return;
      }
      switch (state) {
        case State.Open(OpenSession session) -> closeQuietly(session);
        case State.Lost(Problem problem, _) -> throw new ProblemException(problem);
        case State.Closed _ -> throw new IllegalStateException(name + " is closed");
      }
      open(why);
    } finally {
      runsOrRenewal.writeLock().unlock();
    }
  }

  private void revive(State.Lost seen) {
    if (nanoTime.getAsLong() - seen.since() < PAUSE.toNanos()) {
      throw new ProblemException(seen.problem());
    }
    runsOrRenewal.writeLock().lock();
    try {
      if (state.equals(seen)) {
        open("it was lost");
      }
    } finally {
      runsOrRenewal.writeLock().unlock();
    }
  }

  private void open(String why) {
    try {
      SessionSource source = again.orElseThrow();
      state = new State.Open(source.open());
      long times = renewals.incrementAndGet();
      LOG.log(Level.WARNING, "{0} was opened anew ({1}; {2} times so far)", name, why, times);
    } catch (RuntimeException | Error failed) {
      Problem problem = problem(why, failed);
      state = new State.Lost(problem, nanoTime.getAsLong());
      LOG.log(Level.ERROR, "{0} is taken out: {1}", name, problem.sentence());
      throw new ProblemException(problem, failed);
    }
  }

  private Problem problem(String why, Throwable failed) {
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        name + " could not be opened again on its device",
        why + "; " + failed.getMessage(),
        "Free the device's memory, look for its driver's messages (dmesg), or compute on the"
            + " processor: devices."
            + RunRefusal.task(name)
            + ": cpu");
  }

  private void closeQuietly(OpenSession session) {
    try {
      session.close();
    } catch (RuntimeException failed) {
      LOG.log(Level.WARNING, "{0} did not close cleanly: {1}", name, failed.getMessage());
    }
  }

  /** Frees the model; no run may be under way. */
  @Override
  public void close() {
    runsOrRenewal.writeLock().lock();
    try {
      State before = state;
      state = new State.Closed();
      if (before instanceof State.Open(OpenSession session)) {
        session.close();
      }
    } finally {
      runsOrRenewal.writeLock().unlock();
    }
  }
}
