package dev.hearth.inference.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The jobs that wait for a session, in the order of their arrival, and the batch that the next of
 * them are joined in. That batch stays open while the owners are in runs: one thread copies into it
 * what arrives meanwhile, so that an owner that comes back finds the next run ready.
 *
 * <p>No job waits for company: an owner without work takes what is there. While it runs others
 * gather by themselves; lingering 1 to 3 ms before a run of 10 ms and 1 ms a row lost sixteen
 * clients throughput in a simulation, as soon as they do anything between two requests. A batch
 * ends before the first job that does not fit, so none is overtaken.
 */
final class JobQueue {
  private static final Logger LOG = System.getLogger(JobQueue.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();
  private final Condition fillable = lock.newCondition();
  private final Condition copied = lock.newCondition();
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final Deque<Batch> spare = new ArrayDeque<>();
  private final int length;
  private Batch open = new Batch();
  private Optional<Job> copying = Optional.empty();
  private int waitingRows;
  private int runningRows;
  private volatile int mostRows;
  private boolean closing;

  JobQueue(Lanes lanes, int mostRows) {
    this.length = lanes.queueLength();
    this.mostRows = mostRows;
    for (int lane = 0; lane < lanes.runs(); lane++) {
      spare.add(new Batch());
    }
  }

  /** Lets a job in; false when the queue is full or closing. */
  boolean offer(Job job) {
    lock.lock();
    try {
      if (!admits()) {
        return false;
      }
      if (open.isEmpty()) {
        open.begin(job);
      } else {
        waiting.add(job);
        waitingRows += job.weight();
      }
      wake();
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean admitsMore() {
    return locked(this::admits);
  }

  private <T> T locked(Supplier<T> reading) {
    lock.lock();
    try {
      return reading.get();
    } finally {
      lock.unlock();
    }
  }

  private boolean admits() {
    return !closing && jobs() < length;
  }

  private int jobs() {
    return waiting.size() + open.shares().size();
  }

  /** Jobs whose run has not begun. */
  int waiting() {
    return locked(this::jobs);
  }

  /** Rows that wait or are in runs. */
  int rows() {
    return locked(() -> waitingRows + open.rows() + runningRows);
  }

  int mostRows() {
    return mostRows;
  }

  /** Makes later runs smaller. */
  void lower(int rows) {
    lock.lock();
    try {
      mostRows = Math.max(1, Math.min(mostRows, rows));
      wake();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The jobs of the next run, for an owner; empty when the queue is closed and worked off. To be
   * given back with {@link #finished}.
   */
  Optional<Batch> next() {
    lock.lock();
    try {
      while (true) {
        while (open.isEmpty() || copying.isPresent() || canFill()) {
          if (closing && open.isEmpty()) {
            return Optional.empty();
          }
          ready.awaitUninterruptibly();
        }
        Batch taken = open;
        open = spare.remove();
        advance();
        taken.dropUnwanted();
        if (!taken.isEmpty()) {
          runningRows += taken.rows();
          return Optional.of(taken);
        }
        spare.add(taken.emptied());
      }
    } finally {
      lock.unlock();
    }
  }

  /** An owner is done with a batch. */
  void finished(Batch batch) {
    locked(() -> {
      runningRows -= batch.rows();
      return spare.add(batch.emptied());
    });
  }

  /**
   * Joins waiting jobs to the open batch until the queue is closed and worked off. For one thread:
   * the only one that copies.
   */
  void fill() {
    lock.lock();
    try {
      while (true) {
        while (!canFill()) {
          if (closing && open.isEmpty()) {
            return;
          }
          fillable.awaitUninterruptibly();
        }
        fillOne();
        copied.signalAll();
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Joins the first waiting job. The lock is not held while its inputs are copied. */
  private void fillOne() {
    Job job = polled();
    if (!job.wanted()) {
      return;
    }
    if (open.alone()) {
      open.dropUnwanted();
      if (open.isEmpty()) {
        open.reset();
        open.begin(job);
        return;
      }
    }
    if (copy(job)) {
      open.add(job);
    } else {
      open.seal();
      waiting.addFirst(job);
      waitingRows += job.weight();
    }
  }

  private boolean copy(Job job) {
    Batch batch = open;
    copying = Optional.of(job);
    lock.unlock();
    try {
      batch.copy(job);
      return true;
    } catch (OutOfMemoryError full) {
      int fits = Integer.highestOneBit(batch.rows());
      LOG.log(Level.WARNING, "no memory to join more than {0} rows: {1}", fits, full.getMessage());
      lower(fits);
      return false;
    } catch (RuntimeException unfit) {
      LOG.log(Level.WARNING, "requests could not be joined and are run one by one", unfit);
      return false;
    } finally {
      lock.lock();
      copying = Optional.empty();
    }
  }

  /**
   * Takes a job out whose request waits no longer. Its inputs are not used after that.
   *
   * @return false when its run has begun
   */
  boolean withdraw(Job job) {
    lock.lock();
    try {
      while (copying.isPresent() && (copying.get().equals(job) || open.contains(job))) {
        copied.awaitUninterruptibly();
      }
      if (waiting.remove(job)) {
        waitingRows -= job.weight();
      } else if (open.contains(job)) {
        open.leave(job);
        if (open.isEmpty()) {
          open.reset();
          advance();
        }
      } else {
        return false;
      }
      wake();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody in any more; what is queued is worked off. */
  void close() {
    lock.lock();
    try {
      closing = true;
      ready.signalAll();
      fillable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Frees the memory of the batches; after all threads ended that took or joined any. */
  void free() {
    spare.forEach(Batch::close);
    open.close();
  }

  /** Begins the open batch with the first waiting job. */
  private void advance() {
    while (open.isEmpty() && !waiting.isEmpty()) {
      Job job = polled();
      if (job.wanted()) {
        open.begin(job);
      }
    }
    wake();
  }

  private Job polled() {
    Job job = waiting.remove();
    waitingRows -= job.weight();
    return job;
  }

  private boolean canFill() {
    return copying.isEmpty() && !waiting.isEmpty() && open.takes(waiting.element(), mostRows);
  }

  private void wake() {
    if (canFill()) {
      fillable.signal();
    } else if (copying.isEmpty() && !open.isEmpty()) {
      ready.signal();
    }
    if (closing) {
      ready.signalAll();
      fillable.signalAll();
    }
  }
}
