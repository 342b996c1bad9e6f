package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tensors seen as rows: what lies along their first axis, one request's beside another's. */
final class Rows {
  private Rows() {}

  /**
   * Some rows of a run's outputs.
   *
   * @param outputs of the whole run
   * @param from the first row
   * @param rows how many
   * @param of how many the run had, with those that only fill it up
   */
  record Part(Outputs outputs, int from, int rows, int of) {
    /** Whether every output has the run's rows along its first axis, so that they can be cut. */
    boolean divisible() {
      return outputs.tensors().stream()
          .allMatch(tensor -> tensor.shape().rank() > 0 && tensor.shape().axis(0) == of);
    }

    /** These rows alone, without a copy. */
    Outputs alone() {
      if (from == 0 && rows == of) {
        return outputs;
      }
      return new Outputs(
          outputs.names(),
          outputs.tensors().stream().map(tensor -> slice(tensor, from, rows)).toList());
    }
  }

  /** The rows that all inputs have; 0 where they differ, or where there are no inputs. */
  static int of(Map<String, Tensor> inputs) {
    int rows = 0;
    for (Tensor tensor : inputs.values()) {
      int own = tensor.shape().rank() == 0 ? 0 : tensor.shape().axis(0);
      if (own == 0 || (rows != 0 && rows != own)) {
        return 0;
      }
      rows = own;
    }
    return rows;
  }

  /** Whether the rows of both can stand in one run. */
  static boolean fit(Map<String, Tensor> one, Map<String, Tensor> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (var input : one.entrySet()) {
      Tensor beside = other.get(input.getKey());
      if (beside == null || !alike(input.getValue(), beside)) {
        return false;
      }
    }
    return true;
  }

  /** Whether both have one type, and one shape but for their rows. */
  static boolean alike(Tensor one, Tensor other) {
    List<Long> axes = one.shape().axes();
    List<Long> others = other.shape().axes();
    if (one.getClass() != other.getClass() || axes.size() != others.size()) {
      return false;
    }
    for (int axis = 1; axis < axes.size(); axis++) {
      if (!axes.get(axis).equals(others.get(axis))) {
        return false;
      }
    }
    return true;
  }

  /** Some rows of each input, without a copy. */
  static Map<String, Tensor> slice(Map<String, Tensor> inputs, int from, int rows) {
    Map<String, Tensor> slices = HashMap.newHashMap(inputs.size());
    inputs.forEach((name, tensor) -> slices.put(name, slice(tensor, from, rows)));
    return slices;
  }

  /** Some rows of a tensor, without a copy. */
  static Tensor slice(Tensor tensor, int from, int rows) {
    Shape shape = ofRows(tensor.shape(), rows);
    int length = shape.elements();
    int start = Math.multiplyExact(length / Math.max(1, rows), from);
    return switch (tensor) {
      case Tensor.Floats(FloatBuffer data, _) ->
          new Tensor.Floats(data.slice(start, length), shape);
      case Tensor.Ints(IntBuffer data, _) -> new Tensor.Ints(data.slice(start, length), shape);
      case Tensor.Longs(LongBuffer data, _) -> new Tensor.Longs(data.slice(start, length), shape);
      case Tensor.Bytes(ByteBuffer data, _) ->
          new Tensor.Bytes(data.slice(start, length).order(data.order()), shape);
    };
  }

  /** The parts of one answer, one below the other. */
  static Outputs together(List<Part> parts) {
    Outputs first = parts.getFirst().alone();
    if (parts.size() == 1) {
      return first;
    }
    List<Outputs> all = parts.stream().map(Part::alone).toList();
    List<Tensor> tensors = new ArrayList<>();
    for (int place = 0; place < first.tensors().size(); place++) {
      int at = place;
      tensors.add(stacked(all.stream().map(outputs -> outputs.tensors().get(at)).toList()));
    }
    return new Outputs(first.names(), tensors);
  }

  private static Tensor stacked(List<Tensor> tensors) {
    int rows = tensors.stream().mapToInt(tensor -> tensor.shape().axis(0)).sum();
    Shape shape = ofRows(tensors.getFirst().shape(), rows);
    Tensor whole = onHeap(tensors.getFirst(), shape);
    MemorySegment target = memory(whole);
    long offset = 0;
    for (Tensor tensor : tensors) {
      MemorySegment source = memory(tensor);
      MemorySegment.copy(source, 0, target, offset, source.byteSize());
      offset += source.byteSize();
    }
    return whole;
  }

  private static Tensor onHeap(Tensor like, Shape shape) {
    int elements = shape.elements();
    return switch (like) {
      case Tensor.Floats _ -> new Tensor.Floats(FloatBuffer.allocate(elements), shape);
      case Tensor.Ints _ -> new Tensor.Ints(IntBuffer.allocate(elements), shape);
      case Tensor.Longs _ -> new Tensor.Longs(LongBuffer.allocate(elements), shape);
      case Tensor.Bytes(ByteBuffer data, _) ->
          new Tensor.Bytes(ByteBuffer.allocate(elements).order(data.order()), shape);
    };
  }

  /** The memory of a tensor's elements. */
  static MemorySegment memory(Tensor tensor) {
    return MemorySegment.ofBuffer(data(tensor));
  }

  /** The bytes of one row of all inputs. */
  static long bytes(Map<String, Tensor> inputs, int rows) {
    long bytes = 0;
    for (Tensor tensor : inputs.values()) {
      bytes += memory(tensor).byteSize() / rows;
    }
    return bytes;
  }

  /** One element as a number. */
  static double value(Tensor tensor, int index) {
    return switch (tensor) {
      case Tensor.Floats(FloatBuffer data, _) -> data.get(index);
      case Tensor.Ints(IntBuffer data, _) -> data.get(index);
      case Tensor.Longs(LongBuffer data, _) -> data.get(index);
      case Tensor.Bytes(ByteBuffer data, _) -> Byte.toUnsignedInt(data.get(index));
    };
  }

  private static Buffer data(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Floats(FloatBuffer data, _) -> data;
      case Tensor.Ints(IntBuffer data, _) -> data;
      case Tensor.Longs(LongBuffer data, _) -> data;
      case Tensor.Bytes(ByteBuffer data, _) -> data;
    };
  }

  /** The shape with another number of rows. */
  static Shape ofRows(Shape shape, int rows) {
    if (shape.axes().getFirst() == rows) {
      return shape;
    }
    List<Long> axes = new ArrayList<>(shape.axes());
    axes.set(0, (long) rows);
    return new Shape(axes);
  }
}
