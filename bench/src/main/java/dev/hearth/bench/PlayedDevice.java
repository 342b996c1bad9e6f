package dev.hearth.bench;

import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A device that computes nothing: a run takes a time, and more for each row, but none of the
 * processor's. So what is measured around it is the queue alone.
 */
final class PlayedDevice implements OpenSession {
  /** As an embedding is long. */
  private static final int ANSWER = 512;

  private static final int MOST_ROWS = 64;

  private final Duration aRun;
  private final Duration aRow;
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();
  private final FloatBuffer answers = FloatBuffer.allocate(MOST_ROWS * ANSWER);

  PlayedDevice(Duration aRun, Duration aRow) {
    this.aRun = aRun;
    this.aRow = aRow;
  }

  @Override
  public Signature signature() {
    TensorInfo rows = new TensorInfo("in", ElementType.FLOAT, List.of(-1L, -1L));
    return new Signature(List.of(rows), List.of(rows), Map.of());
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    int count = inputs.values().iterator().next().shape().axis(0);
    pause(aRun.plus(aRow.multipliedBy(count)));
    runs.incrementAndGet();
    rows.addAndGet(count);
    Tensor answer = new Tensor.Floats(answers.slice(0, count * ANSWER), Shape.of(count, ANSWER));
    return new Outputs(List.of("out"), List.of(answer));
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (time.isPositive() && System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** Rows that a run took on average. */
  double rowsARun() {
    return (double) rows.get() / Math.max(1, runs.get());
  }

  /** The input of a request of one row. */
  static Map<String, Tensor> row(int bytes) {
    ByteBuffer data = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    return Map.of("in", new Tensor.Floats(data.asFloatBuffer(), Shape.of(1, bytes / 4)));
  }

  @Override
  public void close() {}
}
