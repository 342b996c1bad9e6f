package dev.hearth.inference.runtime;

import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A session and the threads that own it: a bounded queue in front, one platform thread a lane
 * behind. Requests wait on virtual threads, native code runs on the owners only. A request whose
 * client left or whose deadline passed is skipped when its turn comes.
 *
 * <p>Where lanes take several rows, jobs that wait together share a run: one more thread joins
 * their inputs while the owners are in runs, and each request cuts its own rows out of the outputs.
 */
public final class OwnedSession implements AutoCloseable {
  private final String name;
  private final Signature signature;
  private final ShapePolicy shapes;
  private final RenewableSession session;
  private final JobQueue queue;
  private final BatchRuns runs;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A session that is never opened anew and runs each job by itself, as processors do.
   *
   * @param name of the owners' threads
   * @param lanes how many runs may be under way at once
   * @param queueLength how many may wait
   */
  public OwnedSession(String name, OpenSession session, int lanes, int queueLength) {
    this(name, session, Optional.empty(), new Lanes(lanes, queueLength, 1), System::nanoTime);
  }

  /**
   * @param name of the owners' threads
   * @param again opens the session anew after its device ran out of memory or was lost
   * @param lanes how the queue is worked off
   */
  public OwnedSession(String name, OpenSession session, SessionSource again, Lanes lanes) {
    this(name, session, Optional.of(again), lanes, System::nanoTime);
  }

  OwnedSession(
      String name,
      OpenSession session,
      Optional<SessionSource> again,
      Lanes lanes,
      LongSupplier nanoTime) {
    this.name = name;
    this.signature = session.signature();
    this.shapes = session.shapes();
    this.session = new RenewableSession(name, session, again, nanoTime);
    boolean bucketed = shapes != ShapePolicy.EXACT;
    this.queue = new JobQueue(lanes, bucketed ? bucket(lanes.mostRows()) : lanes.mostRows());
    this.runs = new BatchRuns(name, this.session, queue, bucketed);
    for (int lane = 0; lane < lanes.runs(); lane++) {
      start("session-" + name + "-" + lane, this::serve);
    }
    if (lanes.mostRows() > 1) {
      start("joining-" + name, queue::fill);
    }
  }

  /** The largest bucket that is not above, so that what fills a run up stays within the most. */
  private static int bucket(int rows) {
    return Buckets.ROWS.stream().filter(each -> each <= rows).reduce(1, Math::max);
  }

  private void start(String thread, Runnable work) {
    threads.add(DeepStack.named(thread).start(work));
  }

  public Signature signature() {
    return signature;
  }

  ShapePolicy shapes() {
    return shapes;
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
    if (!admitsMore()) {
      throw overloaded(queue.waiting());
    }
  }

  boolean admitsMore() {
    return queue.admitsMore();
  }

  /** Whether its device failed so that it could not be opened anew. */
  public boolean lost() {
    return session.lost();
  }

  /** Jobs whose run has not begun. */
  public int waiting() {
    return queue.waiting();
  }

  /** Rows that wait or are in runs. */
  int rows() {
    return queue.rows();
  }

  /** The rows that one run takes at most now; fewer than set after the device had no memory. */
  public int batchRows() {
    return queue.mostRows();
  }

  /** How often the session was opened anew after its device failed. */
  public long rebuilds() {
    return session.renewals();
  }

  public long runs() {
    return session.runs();
  }

  /** Time spent in runs since the session was opened. */
  public Duration busy() {
    return session.busy();
  }

  /** Finishes what is queued, then frees the model. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    queue.close();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          // An interrupt passed on to an owner would also hit the run it is in.
          interrupted = true;
        }
      }
    }
    queue.free();
    session.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    Optional<Batch> next = queue.next();
    while (next.isPresent()) {
      Batch batch = next.get();
      runs.run(batch);
      queue.finished(batch);
      next = queue.next();
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

  /** Runs one job; nothing of its inputs is used after this returned or threw. */
  Outputs run(Map<String, Tensor> inputs, Ticket ticket) {
    ticket.check();
    Job job = Job.of(inputs, ticket);
    if (!queue.offer(job)) {
      throw overloaded(queue.waiting());
    }
    return await(job);
  }

  /**
   * Waits even past the deadline for a run that has begun: its tensors belong to this request and
   * must not be given back while native code reads them.
   */
  private Outputs await(Job job) {
    Ticket ticket = job.ticket();
    try {
      long nanos = Math.max(1, ticket.remaining().toNanos());
      return Rows.together(job.answer().get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      if (queue.withdraw(job)) {
        ticket.check();
        throw new IllegalStateException("a wait ended before its deadline: " + name, late);
      }
      return joined(job);
    } catch (ExecutionException failed) {
      throw rethrown(failed);
    } catch (InterruptedException _) {
      ticket.cancel();
      Thread.currentThread().interrupt();
      if (queue.withdraw(job)) {
        ticket.check();
      }
      return joined(job);
    }
  }

  private static Outputs joined(Job job) {
    try {
      return Rows.together(job.answer().join());
    } catch (CompletionException failed) {
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

  private final class ForRequest implements Session {
    private final Ticket ticket;

    private ForRequest(Ticket ticket) {
      this.ticket = ticket;
    }

    @Override
    public Signature signature() {
      return signature;
    }

    @Override
    public ShapePolicy shapes() {
      return shapes;
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
      return OwnedSession.this.run(inputs, ticket);
    }
  }
}
