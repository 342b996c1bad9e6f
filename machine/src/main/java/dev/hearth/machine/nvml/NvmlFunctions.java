package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.Reading;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Calls NVML's functions by name. Each is optional: libraries of all ages are met. What comes back
 * is the function's status, and unknown where the library has no such function.
 *
 * <p>All are called through one shape of three words. The calling conventions of 64-bit x86 and Arm
 * put the first integers and pointers into the same registers, and a function looks at no more of
 * them than it declares. Each further shape would cost a start of {@code hearth detect} some 10 to
 * 20 ms, for the JDK writes code for it.
 */
record NvmlFunctions(SymbolLookup library) {
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final FunctionDescriptor WIDE =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** Only made when NVML is asked: it loads much of the JDK. */
  private static final class Downcall {
    static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(SHAPE);
  }

  /** Only for who watches. */
  private static final class WideDowncall {
    static final MethodHandle HANDLE = Linker.nativeLinker().downcallHandle(WIDE);
  }

  /** {@code f()}. */
  Reading<Integer> call(String name) {
    return call(name, 0, 0, 0);
  }

  /** {@code f(out)}. */
  Reading<Integer> call(String name, MemorySegment out) {
    return call(name, out.address(), 0, 0);
  }

  /** {@code f(text, size)}. */
  Reading<Integer> text(String name, MemorySegment text) {
    return call(name, text.address(), text.byteSize(), 0);
  }

  /** {@code f(index, out)}. */
  Reading<Integer> at(String name, int index, MemorySegment out) {
    return call(name, index, out.address(), 0);
  }

  /** {@code f(device, out)}. */
  Reading<Integer> of(MemorySegment device, String name, MemorySegment out) {
    return call(name, device.address(), out.address(), 0);
  }

  /** {@code f(device, text, size)}. */
  Reading<Integer> textOf(MemorySegment device, String name, MemorySegment text) {
    return call(name, device.address(), text.address(), text.byteSize());
  }

  /** {@code f(device, out, out)}. */
  Reading<Integer> of(
      MemorySegment device, String name, MemorySegment first, MemorySegment second) {
    return call(name, device.address(), first.address(), second.address());
  }

  /** {@code f(device, kind, out)}. */
  Reading<Integer> of(MemorySegment device, String name, int kind, MemorySegment out) {
    return call(name, device.address(), kind, out.address());
  }

  /** {@code f(device, out, out, since)}. */
  Reading<Integer> since(
      MemorySegment device, String name, MemorySegment[] out, long microseconds) {
    Optional<MemorySegment> symbol = library.find(name);
    if (symbol.isEmpty()) {
      return Reading.unknown("this NVML has no " + name);
    }
    try {
      return Reading.known(
          (int)
              WideDowncall.HANDLE.invokeExact(
                  symbol.get(),
                  device.address(),
                  out[0].address(),
                  out[1].address(),
                  microseconds));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native call failed", thrown);
    }
  }

  private Reading<Integer> call(String name, long first, long second, long third) {
    Optional<MemorySegment> symbol = library.find(name);
    if (symbol.isEmpty()) {
      return Reading.unknown("this NVML has no " + name);
    }
    try {
      return Reading.known((int) Downcall.HANDLE.invokeExact(symbol.get(), first, second, third));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native call failed", thrown);
    }
  }
}
