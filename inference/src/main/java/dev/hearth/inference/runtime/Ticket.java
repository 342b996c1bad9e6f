package dev.hearth.inference.runtime;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request's right to be worked on: its deadline, and whether its client is still there. */
public final class Ticket {
  private final long deadlineNanos;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  private Ticket(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  /** A ticket that runs out after this time. */
  public static Ticket lasting(Duration time) {
    return new Ticket(System.nanoTime() + time.toNanos());
  }

  /** The client went away: work not yet begun is skipped. */
  public void cancel() {
    cancelled.set(true);
  }

  public boolean cancelled() {
    return cancelled.get();
  }

  /** Time left; zero or negative when it ran out. */
  public Duration remaining() {
    return Duration.ofNanos(deadlineNanos - System.nanoTime());
  }

  /**
   * Ends the work here if nobody waits for it any more.
   *
   * @throws ProblemException when cancelled or out of time
   */
  public void check() {
    if (cancelled()) {
      throw new ProblemException(Problem.Kind.TIMED_OUT, "The client closed the connection", "");
    }
    if (deadlineNanos - System.nanoTime() <= 0) {
      throw new ProblemException(
          Problem.Kind.TIMED_OUT,
          "The request was not answered before its deadline",
          "Send fewer requests at once, or raise request_timeout in hearth.yaml.");
    }
  }
}
