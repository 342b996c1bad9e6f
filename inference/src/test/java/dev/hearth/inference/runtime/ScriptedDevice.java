package dev.hearth.inference.runtime;

import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A device that doubles each number of each row. What happens before it does is the test's: waiting
 * at a gate, running out of memory.
 */
final class ScriptedDevice implements OpenSession {
  /** What the device was fed, run by run. */
  final List<Map<String, Tensor>> fed = new CopyOnWriteArrayList<>();

  final AtomicInteger closed = new AtomicInteger();
  private final ShapePolicy shapes;
  private final Consumer<Run> before;

  /**
   * One run as a script sees it.
   *
   * @param index 0 for the first
   * @param values the input
   */
  record Run(int index, Tensor.Floats values) {
    int rows() {
      return values.shape().axis(0);
    }

    float first(int row) {
      return values.data().get(row * (values.data().limit() / rows()));
    }
  }

  ScriptedDevice(ShapePolicy shapes, Consumer<Run> before) {
    this.shapes = shapes;
    this.before = before;
  }

  ScriptedDevice(Consumer<Run> before) {
    this(ShapePolicy.EXACT, before);
  }

  /** A device that stands still in its first run until the gate opens. */
  static ScriptedDevice waitingAt(CountDownLatch entered, CountDownLatch gate) {
    return new ScriptedDevice(run -> pauseFirst(run, entered, gate));
  }

  static void pauseFirst(Run run, CountDownLatch entered, CountDownLatch gate) {
    if (run.index() == 0) {
      entered.countDown();
      awaitQuietly(gate);
    }
  }

  static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public Signature signature() {
    return new Signature(
        List.of(new TensorInfo("in", ElementType.FLOAT, List.of(-1L, -1L))),
        List.of(new TensorInfo("out", ElementType.FLOAT, List.of(-1L, -1L))),
        Map.of());
  }

  @Override
  public ShapePolicy shapes() {
    return shapes;
  }

  @Override
  public synchronized Outputs run(Map<String, Tensor> inputs) {
    if (closed.get() > 0) {
      throw new AssertionError("a run in a closed session");
    }
    Tensor.Floats values = (Tensor.Floats) inputs.values().iterator().next();
    fed.add(inputs);
    before.accept(new Run(fed.size() - 1, values));
    FloatBuffer doubled = FloatBuffer.allocate(values.shape().elements());
    for (int i = 0; i < doubled.limit(); i++) {
      doubled.put(i, 2 * values.data().get(i));
    }
    return new Outputs(List.of("out"), List.of(new Tensor.Floats(doubled, values.shape())));
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  /** The rows of each run so far. */
  List<Integer> rows() {
    List<Integer> rows = new ArrayList<>();
    fed.forEach(inputs -> rows.add(inputs.values().iterator().next().shape().axis(0)));
    return rows;
  }

  /** Rows of as many numbers, all of one value. */
  static Map<String, Tensor> rows(int rows, int length, float value) {
    FloatBuffer data =
        ByteBuffer.allocateDirect(4 * rows * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < data.limit(); i++) {
      data.put(i, value);
    }
    return Map.of("in", new Tensor.Floats(data, Shape.of(rows, length)));
  }

  /** The numbers of an answer. */
  static List<Float> values(Outputs outputs) {
    FloatBuffer data = outputs.floats(0).data();
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < data.limit(); i++) {
      values.add(data.get(i));
    }
    return values;
  }
}
