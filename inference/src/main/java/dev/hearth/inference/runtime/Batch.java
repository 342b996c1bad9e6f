package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The jobs of one run and, where they are several, the memory that their inputs are joined in. It
 * is used again for later runs. A lone job is run on its own tensors, without a copy.
 */
final class Batch implements AutoCloseable {
  /** What is joined at most: two batches of it are kept, and requests need memory too. */
  static final long MOST_BYTES = 64L << 20;

  private final List<Share> shares = new ArrayList<>();
  private final JoinedRows joined = new JoinedRows();
  private boolean copied;
  private boolean sealed;
  private int rows;

  /** A job's place among the rows of the run, and what it was given so far. */
  static final class Share {
    private final Job job;
    private final int from;
    private final List<Rows.Part> parts = new ArrayList<>();
    private int given;

    private Share(Job job, int from) {
      this.job = job;
      this.from = from;
    }

    Job job() {
      return job;
    }

    int from() {
      return from;
    }

    int to() {
      return from + job.weight();
    }

    /** Forgets the rows it was given, since all of them are computed again. */
    void startAgain() {
      parts.clear();
      given = 0;
    }

    /** Takes its rows out of a run of the batch's rows from {@code start} on. */
    void take(Outputs outputs, int start, int count, int of) {
      int first = Math.max(from, start);
      int last = Math.min(to(), start + count);
      if (first >= last) {
        return;
      }
      parts.add(new Rows.Part(outputs, first - start, last - first, of));
      given += last - first;
      if (given == job.weight()) {
        job.answer().complete(List.copyOf(parts));
      }
    }
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  List<Share> shares() {
    return shares;
  }

  int rows() {
    return rows;
  }

  /** Whether this job could be joined to the others without exceeding rows or memory. */
  boolean takes(Job job, int mostRows) {
    if (sealed || isEmpty() || job.rows() == 0 || lead().rows() == 0) {
      return false;
    }
    int together = rows + job.rows();
    return together <= mostRows
        && Rows.fit(lead().inputs(), job.inputs())
        && JoinedRows.room(together) * Rows.bytes(lead().inputs(), lead().rows()) <= MOST_BYTES;
  }

  /** The first job, alone until another is joined to it. */
  void begin(Job job) {
    shares.add(new Share(job, 0));
    rows = job.weight();
  }

  /** Copies a job's inputs below those of the others; the jobs' tensors are not needed after it. */
  void copy(Job job) {
    copy();
    joined.append(job.inputs(), job.rows());
  }

  /** Copies the lone job's inputs too. */
  private void copy() {
    if (!copied) {
      joined.begin(lead().inputs());
      joined.append(lead().inputs(), lead().rows());
      copied = true;
    }
  }

  /** Counts a job in that was copied. */
  void add(Job job) {
    shares.add(new Share(job, rows));
    rows += job.rows();
  }

  /** Takes no more jobs. */
  void seal() {
    sealed = true;
  }

  /** Whether the only job's tensors are still the request's. */
  boolean alone() {
    return !copied;
  }

  boolean contains(Job job) {
    return shares.stream().anyMatch(share -> share.job().equals(job));
  }

  /** A request that does not wait any more; its rows, once copied, are computed for nobody. */
  void leave(Job job) {
    shares.removeIf(share -> share.job().equals(job));
  }

  /** Drops whom nobody waits for. */
  void dropUnwanted() {
    shares.removeIf(share -> !share.job().wanted());
  }

  /**
   * All rows as inputs of one run.
   *
   * @param filled rows with those that only fill the run up
   */
  Map<String, Tensor> inputs(int filled) {
    if (!copied && filled == rows) {
      return lead().inputs();
    }
    copy();
    return joined.inputs(filled);
  }

  /** Some rows as inputs of a run. */
  Map<String, Tensor> inputs(int from, int count) {
    Map<String, Tensor> all = copied ? joined.inputs(rows) : lead().inputs();
    return from == 0 && count == rows ? all : Rows.slice(all, from, count);
  }

  /** Keeps rows of a failed run from filling up another. */
  void forget() {
    joined.forget();
  }

  /** This batch, ready for other jobs. */
  Batch emptied() {
    reset();
    return this;
  }

  void reset() {
    shares.clear();
    copied = false;
    sealed = false;
    rows = 0;
  }

  @Override
  public void close() {
    reset();
    joined.close();
  }

  private Job lead() {
    return shares.getFirst().job();
  }
}
