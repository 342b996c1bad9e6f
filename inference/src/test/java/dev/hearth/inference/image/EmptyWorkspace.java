package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;

/** A workspace that has nothing to give, for what must not ask. */
final class EmptyWorkspace implements Workspace {
  @Override
  public MemorySegment bytes(long size) {
    throw new AssertionError("asked for " + size + " bytes");
  }

  @Override
  public Tensor.Floats floats(Shape shape) {
    throw new AssertionError("asked for floats of shape " + shape);
  }

  @Override
  public Tensor.Ints ints(Shape shape) {
    throw new AssertionError("asked for integers of shape " + shape);
  }

  @Override
  public Tensor.Longs longs(Shape shape) {
    throw new AssertionError("asked for integers of shape " + shape);
  }

  @Override
  public Tensor.Bytes octets(Shape shape) {
    throw new AssertionError("asked for bytes of shape " + shape);
  }

  @Override
  public void onClose(Runnable release) {
    throw new AssertionError("asked to release something");
  }

  @Override
  public void close() {}
}
