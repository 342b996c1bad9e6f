package dev.hearth.inference.runtime;

import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Finds out, by running, whether requests of one model should share runs. */
public final class BatchMeasure {
  private static final Logger LOG = System.getLogger(BatchMeasure.class.getName());

  /** What twice the rows must win in rows a second; less is not worth that requests wait. */
  private static final double WORTH = 1.15;

  /** A longer run makes requests wait more than sharing saves. */
  private static final Duration LONGEST_RUN = Duration.ofMillis(250);

  /** No run is begun that would presumably end later than this after the start. */
  private static final Duration ALL = Duration.ofSeconds(3);

  private static final double SAME_ANSWER = 0.9999;
  private static final int TIMED_RUNS = 3;

  private final OpenSession session;
  private final SampleRows sample;
  private final LongSupplier nanoTime;
  private final long began;

  private BatchMeasure(OpenSession session, SampleRows sample, LongSupplier nanoTime) {
    this.session = session;
    this.sample = sample;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
  }

  /**
   * The most rows that one run should take: 1 where the model gives one answer for a whole run, or
   * where rows in company take as long as alone. Takes at most some 3 seconds and the first run,
   * which may compile.
   *
   * @param sample inputs of one row
   */
  public static int mostRows(OpenSession session, Map<String, Tensor> sample) {
    return mostRows(session, sample, System::nanoTime);
  }

  static int mostRows(OpenSession session, Map<String, Tensor> sample, LongSupplier nanoTime) {
    if (!anyRows(session.signature()) || Rows.of(sample) != 1) {
      return 1;
    }
    try (Workspace memory = new MemoryPool(0).workspace()) {
      SampleRows rows = new SampleRows(sample, memory);
      return rows.differ() ? new BatchMeasure(session, rows, nanoTime).best() : 1;
    }
  }

  /** Whether the model declares that it takes and gives any number of rows. */
  private static boolean anyRows(Signature signature) {
    return !signature.inputs().isEmpty()
        && !signature.outputs().isEmpty()
        && signature.inputs().stream().allMatch(BatchMeasure::anyRows)
        && signature.outputs().stream().allMatch(BatchMeasure::anyRows);
  }

  private static boolean anyRows(TensorInfo info) {
    return !info.axes().isEmpty() && info.axes().getFirst() == TensorInfo.DYNAMIC;
  }

  private int best() {
    int best = 1;
    try {
      session.run(sample.one());
      Duration before = timed(sample.one());
      if (!leavesTimeFor(before) || !answersEachRow()) {
        return 1;
      }
      for (int rows : Buckets.ROWS.subList(1, Buckets.ROWS.size())) {
        if (!leavesTimeFor(before)) {
          break;
        }
        Duration time = timed(rows);
        if (time.compareTo(LONGEST_RUN) > 0 || 2.0 * before.toNanos() < WORTH * time.toNanos()) {
          break;
        }
        best = rows;
        before = time;
      }
    } catch (InferenceFailed failed) {
      LOG.log(Level.INFO, "no more than {0} rows share a run: {1}", best, failed.getMessage());
    }
    return best;
  }

  /** Whether runs of twice the rows would be short, and over in time. */
  private boolean leavesTimeFor(Duration before) {
    long spent = nanoTime.getAsLong() - began;
    return before.compareTo(LONGEST_RUN) <= 0
        && spent + 2 * (TIMED_RUNS + 1) * before.toNanos() <= ALL.toNanos();
  }

  /** Whether two different rows get in company what each gets alone. */
  private boolean answersEachRow() {
    try (Workspace memory = new MemoryPool(0).workspace()) {
      Outputs both = session.run(sample.rows(2, memory));
      return agree(new Rows.Part(both, 0, 1, 2), session.run(sample.one()))
          && agree(new Rows.Part(both, 1, 1, 2), session.run(sample.other()));
    }
  }

  private static boolean agree(Rows.Part shared, Outputs own) {
    if (!shared.divisible() || !new Rows.Part(own, 0, 1, 1).divisible()) {
      return false;
    }
    List<Tensor> tensors = shared.alone().tensors();
    for (int place = 0; place < tensors.size(); place++) {
      Tensor one = tensors.get(place);
      Tensor other = own.tensors().get(place);
      if (!one.shape().equals(other.shape()) || !(cosine(one, other) >= SAME_ANSWER)) {
        return false;
      }
    }
    return true;
  }

  /** 1 for two that are all zero. */
  private static double cosine(Tensor one, Tensor other) {
    double product = 0;
    double square = 0;
    double otherSquare = 0;
    for (int i = 0; i < one.shape().elements(); i++) {
      double value = Rows.value(one, i);
      double beside = Rows.value(other, i);
      product += value * beside;
      square += value * value;
      otherSquare += beside * beside;
    }
    return square == 0 && otherSquare == 0 ? 1 : product / Math.sqrt(square * otherSquare);
  }

  private Duration timed(int rows) {
    try (Workspace memory = new MemoryPool(0).workspace()) {
      Map<String, Tensor> inputs = sample.rows(rows, memory);
      session.run(inputs);
      return timed(inputs);
    }
  }

  /** The middle of three runs, or the first one where that is long already. */
  private Duration timed(Map<String, Tensor> inputs) {
    long[] nanos = new long[TIMED_RUNS];
    for (int run = 0; run < TIMED_RUNS; run++) {
      long start = nanoTime.getAsLong();
      session.run(inputs);
      nanos[run] = nanoTime.getAsLong() - start;
      if (nanos[run] > LONGEST_RUN.toNanos()) {
        return Duration.ofNanos(nanos[run]);
      }
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[TIMED_RUNS / 2]);
  }
}
