package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lets Leptonica put its pixels into the workspace of the request that decodes on this thread: they
 * live as long as the request, count as its memory, and need neither a copy nor a release.
 */
final class PixelMemory {
  private static final ThreadLocal<Lease> CURRENT = new ThreadLocal<>();

  /** A workspace and the blocks it gave, by address. */
  private record Lease(Workspace workspace, Map<Long, MemorySegment> blocks) {}

  private PixelMemory() {}

  /** A native {@code void *allocate(size_t)}. */
  static MemorySegment allocator() throws ReflectiveOperationException {
    return stub(
        MethodHandles.lookup()
            .findStatic(
                PixelMemory.class,
                "allocate",
                MethodType.methodType(MemorySegment.class, long.class)),
        FunctionDescriptor.of(ADDRESS, JAVA_LONG));
  }

  /** A native {@code void free(void *)} that does nothing: the workspace frees all together. */
  static MemorySegment deallocator() {
    MethodType type = MethodType.methodType(void.class, MemorySegment.class);
    return stub(MethodHandles.empty(type), FunctionDescriptor.ofVoid(ADDRESS));
  }

  private static MemorySegment stub(MethodHandle method, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().upcallStub(method, descriptor, Arena.global());
  }

  /** Runs native decoding whose pixels shall belong to the workspace. */
  static <T> T lend(Workspace workspace, Supplier<T> decoding) {
    CURRENT.set(new Lease(workspace, new HashMap<>()));
    try {
      return decoding.get();
    } finally {
      CURRENT.remove();
    }
  }

  /** The block at an address that native code got here. */
  static MemorySegment block(MemorySegment address) {
    MemorySegment block = CURRENT.get().blocks().get(address.address());
    if (block == null) {
      throw new IllegalStateException("these pixels were not allocated in a workspace");
    }
    return block;
  }

  /** Called by native code, where an exception would end the process: a null pointer says no. */
  static MemorySegment allocate(long size) {
    try {
      Lease lease = CURRENT.get();
      MemorySegment block = lease.workspace().bytes(size);
      lease.blocks().put(block.address(), block);
      return block;
    } catch (RuntimeException | Error _) {
      return MemorySegment.NULL;
    }
  }
}
