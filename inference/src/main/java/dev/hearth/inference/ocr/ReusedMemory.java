package dev.hearth.inference.ocr;

import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A workspace whose blocks serve again for the next batch of lines, so that a page of text needs
 * the memory of its widest batch and not of all together. The blocks belong to the request's
 * workspace.
 */
final class ReusedMemory implements Workspace {
  private final Workspace owner;
  private final List<MemorySegment> free = new ArrayList<>();
  private final List<MemorySegment> used = new ArrayList<>();

  ReusedMemory(Workspace owner) {
    this.owner = owner;
  }

  /** Takes all blocks back: nothing that was given out may be read any more. */
  void reuse() {
    free.addAll(used);
    used.clear();
  }

  @Override
  public MemorySegment bytes(long size) {
    int fitting = -1;
    for (int i = 0; i < free.size(); i++) {
      long candidate = free.get(i).byteSize();
      if (candidate >= size && (fitting < 0 || candidate < free.get(fitting).byteSize())) {
        fitting = i;
      }
    }
    MemorySegment block = fitting < 0 ? owner.bytes(size) : free.remove(fitting);
    used.add(block);
    return block.asSlice(0, size);
  }

  @Override
  public Tensor.Floats floats(Shape shape) {
    return new Tensor.Floats(buffer(4L * shape.elements()).asFloatBuffer(), shape);
  }

  @Override
  public Tensor.Ints ints(Shape shape) {
    return new Tensor.Ints(buffer(4L * shape.elements()).asIntBuffer(), shape);
  }

  @Override
  public Tensor.Longs longs(Shape shape) {
    return new Tensor.Longs(buffer(8L * shape.elements()).asLongBuffer(), shape);
  }

  @Override
  public Tensor.Bytes octets(Shape shape) {
    return new Tensor.Bytes(buffer(shape.elements()), shape);
  }

  private ByteBuffer buffer(long size) {
    return bytes(size).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  @Override
  public void onClose(Runnable release) {
    owner.onClose(release);
  }

  /** Nothing: the request's workspace frees the blocks. */
  @Override
  public void close() {
    reuse();
  }
}
