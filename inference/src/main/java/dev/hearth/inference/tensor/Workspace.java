package dev.hearth.inference.tensor;

import java.lang.foreign.MemorySegment;

/**
 * The off-heap memory of one request: everything allocated here is given back together when the
 * request ends. Contents are not zeroed. Used by one thread at a time.
 */
public interface Workspace extends AutoCloseable {
  /** A block of at least this many bytes, 64-byte aligned, contents undefined. */
  MemorySegment bytes(long size);

  /** A float tensor with undefined contents. */
  Tensor.Floats floats(Shape shape);

  /** A 32-bit integer tensor with undefined contents. */
  Tensor.Ints ints(Shape shape);

  /** A 64-bit integer tensor with undefined contents. */
  Tensor.Longs longs(Shape shape);

  /** An 8-bit tensor with undefined contents. */
  Tensor.Bytes octets(Shape shape);

  /** Runs when the workspace closes: frees memory that was allocated elsewhere. */
  void onClose(Runnable release);

  @Override
  void close();
}
