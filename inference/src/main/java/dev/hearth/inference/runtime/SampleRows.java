package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Two different rows that a model takes, made of one; and as many of them as wanted. */
final class SampleRows {
  private static final long SEED = 20261121;

  private final Map<String, Tensor> one;
  private final Map<String, Tensor> other;

  /**
   * @param one inputs of one row
   * @param memory where the other row lies
   */
  SampleRows(Map<String, Tensor> one, Workspace memory) {
    this.one = one;
    this.other = HashMap.newHashMap(one.size());
    one.forEach((name, tensor) -> other.put(name, changed(tensor, memory)));
  }

  Map<String, Tensor> one() {
    return one;
  }

  Map<String, Tensor> other() {
    return other;
  }

  /** Whether the rows differ at all, so that an answer could be mistaken for the other's. */
  boolean differ() {
    return one.keySet().stream()
        .anyMatch(name -> memory(one, name).mismatch(memory(other, name)) >= 0);
  }

  private static MemorySegment memory(Map<String, Tensor> inputs, String name) {
    Tensor tensor = inputs.get(name);
    return tensor == null ? MemorySegment.NULL : Rows.memory(tensor);
  }

  /** Both in turns. */
  Map<String, Tensor> rows(int count, Workspace memory) {
    Map<String, Tensor> rows = HashMap.newHashMap(one.size());
    one.forEach((name, tensor) -> {
      Tensor joined = like(tensor, count, memory);
      MemorySegment target = Rows.memory(joined);
      for (int row = 0; row < count; row++) {
        MemorySegment source = memory(row % 2 == 0 ? one : other, name);
        MemorySegment.copy(source, 0, target, row * source.byteSize(), source.byteSize());
      }
      rows.put(name, joined);
    });
    return rows;
  }

  /** Backwards: values that the model takes wherever they stand, be they tokens or pixels. */
  private static Tensor changed(Tensor tensor, Workspace memory) {
    Tensor changed = like(tensor, 1, memory);
    int last = tensor.shape().elements() - 1;
    switch (tensor) {
      case Tensor.Floats(var data, _) -> blend(data, ((Tensor.Floats) changed).data());
      case Tensor.Ints(var data, _) -> {
        for (int i = 0; i <= last; i++) {
          ((Tensor.Ints) changed).data().put(i, data.get(last - i));
        }
      }
      case Tensor.Longs(var data, _) -> {
        for (int i = 0; i <= last; i++) {
          ((Tensor.Longs) changed).data().put(i, data.get(last - i));
        }
      }
      case Tensor.Bytes(var data, _) -> {
        for (int i = 0; i <= last; i++) {
          ((Tensor.Bytes) changed).data().put(i, data.get(last - i));
        }
      }
    }
    return changed;
  }

  /** Backwards with a quarter of noise, since a grey picture is the same backwards. */
  private static void blend(FloatBuffer from, FloatBuffer to) {
    SplittableRandom random = new SplittableRandom(SEED);
    int last = from.limit() - 1;
    for (int i = 0; i <= last; i++) {
      to.put(i, 0.75f * from.get(last - i) + 0.25f * (float) random.nextDouble(-1, 1));
    }
  }

  private static Tensor like(Tensor tensor, int rows, Workspace memory) {
    Shape shape = Rows.ofRows(tensor.shape(), rows);
    return switch (tensor) {
      case Tensor.Floats _ -> memory.floats(shape);
      case Tensor.Ints _ -> memory.ints(shape);
      case Tensor.Longs _ -> memory.longs(shape);
      case Tensor.Bytes _ -> memory.octets(shape);
    };
  }
}
