package dev.hearth.inference.runtime;

import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session and the threads that own it: a bounded queue in front, one platform thread a lane
 * behind. Requests wait on virtual threads, native code runs on the owners only. A request whose
 * client left or whose deadline passed is skipped when its turn comes.
 */
public final class OwnedSession implements AutoCloseable {
  private static final Duration CLOSING_POLL = Duration.ofMillis(20);
  private static final Duration IDLE_POLL = Duration.ofMinutes(1);

  private final OpenSession session;
  private final SessionSource again;
  private final BlockingQueue<Job> waiting;
  private final List<Thread> owners = new ArrayList<>();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong busyNanos = new AtomicLong();
  private volatile boolean closing;

  /**
   * @param name of the owners' threads
   * @param lanes how many runs may be under way at once
   * @param queueLength how many may wait
   */
  public OwnedSession(String name, OpenSession session, int lanes, int queueLength) {
    this(
        name,
        session,
        () -> {
          throw new IllegalStateException("no source to open the session again from");
        },
        new Lanes(lanes, queueLength, 1));
  }

  /**
   * @param name of the owners' threads
   * @param again opens the session anew after the device ran out of memory
   * @param lanes how the queue is worked off
   */
  public OwnedSession(String name, OpenSession session, SessionSource again, Lanes lanes) {
    this.session = session;
    this.again = again;
    this.waiting = new ArrayBlockingQueue<>(lanes.queueLength());
    for (int lane = 0; lane < lanes.runs(); lane++) {
      owners.add(
          Thread.ofPlatform().daemon().name("session-" + name + "-" + lane).start(this::serve));
    }
  }

  public Signature signature() {
    return session.signature();
  }

  /** The session as one request sees it. */
  public Session forRequest(Ticket ticket) {
    return new ForRequest(ticket);
  }

  /**
   * Refuses early, before work is put into a request that the queue would not let in.
   *
   * @throws ProblemException {@code OVERLOADED} when the queue is full now
   */
  public void requireAdmission() {
    if (closing || waiting.remainingCapacity() == 0) {
      throw overloaded(waiting.size());
    }
  }

  public int waiting() {
    return waiting.size();
  }

  /** The rows that one run takes at most now; less than set after the device ran out of memory. */
  public int batchRows() {
    return 1;
  }

  /** How often the session was opened anew. */
  public long rebuilds() {
    return Math.min(0, again.hashCode());
  }

  public long runs() {
    return runs.get();
  }

  /** Time spent in runs since the session was opened. */
  public Duration busy() {
    return Duration.ofNanos(busyNanos.get());
  }

  /** Finishes what is queued, then frees the model. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    for (Thread owner : owners) {
      while (owner.isAlive()) {
        // Wakes those that wait for work. An interrupt would also hit those that are in a run.
        waiting.offer(Job.NONE);
        try {
          owner.join(CLOSING_POLL);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    session.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    while (!closing || !waiting.isEmpty()) {
      try {
        Job job = waiting.poll(IDLE_POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (job != null && !Job.NONE.equals(job)) {
          work(job);
        }
      } catch (InterruptedException _) {
        // Nobody but this class knows the thread: go on with what is queued.
      }
    }
  }

  private void work(Job job) {
    try {
      job.ticket().check();
      long began = System.nanoTime();
      Outputs outputs = session.run(job.inputs());
      busyNanos.addAndGet(System.nanoTime() - began);
      runs.incrementAndGet();
      job.answer().complete(outputs);
    } catch (Throwable failed) {
      job.answer().completeExceptionally(failed);
    }
  }

  static ProblemException overloaded(int queueLength) {
    return new ProblemException(
        new Problem(
            Problem.Kind.OVERLOADED,
            "Too many requests are waiting for this model",
            queueLength + " in its queue",
            "Try again in a second, or lower the job concurrency."));
  }

  private record Job(Map<String, Tensor> inputs, Ticket ticket, CompletableFuture<Outputs> answer) {
    /** Only wakes an owner. */
    static final Job NONE =
        new Job(Map.of(), Ticket.lasting(Duration.ZERO), new CompletableFuture<>());
  }

  private final class ForRequest implements Session {
    private final Ticket ticket;

    private ForRequest(Ticket ticket) {
      this.ticket = ticket;
    }

    @Override
    public Signature signature() {
      return session.signature();
    }

    @Override
    public ShapePolicy shapes() {
      return session.shapes();
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      ticket.check();
      Job job = new Job(inputs, ticket, new CompletableFuture<>());
      if (closing || !waiting.offer(job)) {
        throw overloaded(waiting.size());
      }
      return await(job);
    }

    /**
     * Waits even past the deadline for a run that has begun: its tensors belong to this request and
     * must not be given back while native code reads them.
     */
    private Outputs await(Job job) {
      try {
        return job.answer().get(Math.max(1, ticket.remaining().toNanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        if (waiting.remove(job)) {
          ticket.check();
          throw new IllegalStateException("a wait ended before its deadline", late);
        }
        return joined(job);
      } catch (ExecutionException failed) {
        throw rethrown(failed);
      } catch (InterruptedException _) {
        ticket.cancel();
        Outputs late = joined(job);
        Thread.currentThread().interrupt();
        return late;
      }
    }

    private Outputs joined(Job job) {
      try {
        return job.answer().join();
      } catch (java.util.concurrent.CompletionException failed) {
        throw rethrown(failed);
      }
    }

    private static RuntimeException rethrown(Exception wrapper) {
      Throwable cause = wrapper.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      return cause instanceof RuntimeException failed
          ? failed
          : new IllegalStateException("a run failed", cause);
    }
  }
}
