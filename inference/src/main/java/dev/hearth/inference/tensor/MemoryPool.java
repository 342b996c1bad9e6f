package dev.hearth.inference.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Off-heap blocks that requests borrow and give back, so that a photo costs no page faults after
 * the first one. Blocks come in sizes of 2ⁿ and 1.5·2ⁿ bytes; what is idle beyond the limit is
 * freed at once.
 */
public final class MemoryPool {
  private static final long SMALLEST = 4096;
  private static final long ALIGNMENT = 64;

  /** One allocation and the arena that frees it. */
  record Block(Arena arena, MemorySegment segment) {}

  private final long idleLimit;
  private final Map<Long, Deque<Block>> idle = new HashMap<>();
  private long idleBytes;

  /**
   * @param idleLimit bytes kept for later requests
   */
  public MemoryPool(long idleLimit) {
    this.idleLimit = idleLimit;
  }

  /** A workspace for one request, to be closed by it. */
  public Workspace workspace() {
    return new Pooled();
  }

  /** Bytes held for later requests. */
  public synchronized long idleBytes() {
    return idleBytes;
  }

  /** Frees everything that no request uses now. */
  public void trim() {
    List<Block> freed = new ArrayList<>();
    synchronized (this) {
      idle.values().forEach(freed::addAll);
      idle.clear();
      idleBytes = 0;
    }
    freed.forEach(block -> block.arena().close());
  }

  private Block borrow(long size) {
    long rounded = roundUp(size);
    synchronized (this) {
      Deque<Block> blocks = idle.get(rounded);
      if (blocks != null && !blocks.isEmpty()) {
        idleBytes -= rounded;
        return blocks.pop();
      }
    }
    Arena arena = Arena.ofShared();
    return new Block(arena, arena.allocate(rounded, ALIGNMENT));
  }

  private void giveBack(Block block) {
    long size = block.segment().byteSize();
    synchronized (this) {
      if (idleBytes + size <= idleLimit) {
        idle.computeIfAbsent(size, _ -> new ArrayDeque<>()).push(block);
        idleBytes += size;
        return;
      }
    }
    block.arena().close();
  }

  /** The next block size: two steps for each doubling keep the waste under a half. */
  static long roundUp(long size) {
    if (size <= SMALLEST) {
      return SMALLEST;
    }
    long power = Long.highestOneBit(size - 1) << 1;
    long between = power / 4 * 3;
    return size <= between ? between : power;
  }

  private final class Pooled implements Workspace {
    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final Held held = new Held();
    private final Cleaner.Cleanable cleanable = FORGOTTEN.register(this, held);

    @Override
    public MemorySegment bytes(long size) {
      Block block = borrow(size);
      held.blocks.add(block);
      return block.segment().asSlice(0, size);
    }

    @Override
    public Tensor.Floats floats(Shape shape) {
      MemorySegment segment = bytes(4L * shape.elements());
      return new Tensor.Floats(nativeOrder(segment).asFloatBuffer(), shape);
    }

    @Override
    public Tensor.Ints ints(Shape shape) {
      MemorySegment segment = bytes(4L * shape.elements());
      return new Tensor.Ints(nativeOrder(segment).asIntBuffer(), shape);
    }

    @Override
    public Tensor.Longs longs(Shape shape) {
      MemorySegment segment = bytes(8L * shape.elements());
      return new Tensor.Longs(nativeOrder(segment).asLongBuffer(), shape);
    }

    @Override
    public Tensor.Bytes octets(Shape shape) {
      return new Tensor.Bytes(nativeOrder(bytes(shape.elements())), shape);
    }

    @Override
    public void onClose(Runnable release) {
      held.releases.add(release);
    }

    @Override
    public void close() {
      cleanable.clean();
    }

    private static java.nio.ByteBuffer nativeOrder(MemorySegment segment) {
      return segment.asByteBuffer().order(java.nio.ByteOrder.nativeOrder());
    }
  }

  /** What a workspace gives back; apart from it so that a forgotten one can be cleaned too. */
  private final class Held implements Runnable {
    private final List<Block> blocks = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();

    @Override
    public void run() {
      releases.reversed().forEach(Runnable::run);
      releases.clear();
      blocks.forEach(MemoryPool.this::giveBack);
      blocks.clear();
    }
  }
}
