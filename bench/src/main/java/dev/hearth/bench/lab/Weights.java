package dev.hearth.bench.lab;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The numbers of one initializer of a graph.
 *
 * @param type ONNX's number of the element type
 * @param dims its shape; empty for a single number
 * @param values filled in when the file is written: all of them together need not fit in memory
 */
record Weights(String name, int type, List<Long> dims, Values values) {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  /** Writes all elements, in native little-endian order. */
  interface Values {
    void fill(ByteBuffer target);
  }

  Weights {
    dims = List.copyOf(dims);
  }

  /**
   * Uniform around zero.
   *
   * @param deviation the standard deviation
   * @param seed the same one gives the same numbers
   */
  static Weights random(String name, double deviation, long seed, Long... dims) {
    float reach = (float) (deviation * Math.sqrt(3));
    return new Weights(
        name,
        FLOAT,
        List.of(dims),
        target -> {
          SplittableRandom random = new SplittableRandom(seed);
          FloatBuffer floats = target.asFloatBuffer();
          while (floats.hasRemaining()) {
            floats.put((2 * (random.nextInt() >>> 8) * 0x1p-24f - 1) * reach);
          }
        });
  }

  /** The same number everywhere. */
  static Weights constant(String name, float value, Long... dims) {
    return new Weights(
        name,
        FLOAT,
        List.of(dims),
        target -> {
          FloatBuffer floats = target.asFloatBuffer();
          while (floats.hasRemaining()) {
            floats.put(value);
          }
        });
  }

  /** A list of whole numbers: shapes and axes. */
  static Weights numbers(String name, long... values) {
    return new Weights(
        name, INT64, List.of((long) values.length), target -> target.asLongBuffer().put(values));
  }

  /** A single whole number. */
  static Weights number(String name, long value) {
    return new Weights(name, INT64, List.of(), target -> target.putLong(value));
  }

  long bytes() {
    long elements = dims.stream().reduce(1L, Math::multiplyExact);
    return elements * (type == INT64 ? Long.BYTES : Float.BYTES);
  }

  ByteBuffer content() {
    ByteBuffer content =
        ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.LITTLE_ENDIAN);
    values.fill(content);
    return content.clear();
  }
}
