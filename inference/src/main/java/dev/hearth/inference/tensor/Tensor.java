package dev.hearth.inference.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/**
 * Numbers with a shape, in row-major order. The buffer's position is 0 and its limit the number of
 * elements. Buffers handed to a session are direct and in native byte order.
 */
public sealed interface Tensor {
  Shape shape();

  /** 32-bit floats. */
  record Floats(FloatBuffer data, Shape shape) implements Tensor {}

  /** 32-bit signed integers. */
  record Ints(IntBuffer data, Shape shape) implements Tensor {}

  /** 64-bit signed integers. */
  record Longs(LongBuffer data, Shape shape) implements Tensor {}

  /** 8-bit unsigned integers. */
  record Bytes(ByteBuffer data, Shape shape) implements Tensor {}
}
