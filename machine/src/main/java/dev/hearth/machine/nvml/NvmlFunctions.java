package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

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
 */
record NvmlFunctions(SymbolLookup library) {
  private static final FunctionDescriptor NOTHING = FunctionDescriptor.of(JAVA_INT);
  private static final FunctionDescriptor OUT = FunctionDescriptor.of(JAVA_INT, ADDRESS);
  private static final FunctionDescriptor TEXT = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor INDEX =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
  private static final FunctionDescriptor OF_DEVICE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
  private static final FunctionDescriptor TEXT_OF_DEVICE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor TWO_OF_DEVICE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

  /** {@code f()}. */
  Reading<Integer> call(String name) {
    return call(name, NOTHING, function -> (int) function.invokeExact());
  }

  /** {@code f(out)}. */
  Reading<Integer> call(String name, MemorySegment out) {
    return call(name, OUT, function -> (int) function.invokeExact(out));
  }

  /** {@code f(text, size)}. */
  Reading<Integer> text(String name, MemorySegment text) {
    int size = (int) text.byteSize();
    return call(name, TEXT, function -> (int) function.invokeExact(text, size));
  }

  /** {@code f(index, out)}. */
  Reading<Integer> at(String name, int index, MemorySegment out) {
    return call(name, INDEX, function -> (int) function.invokeExact(index, out));
  }

  /** {@code f(device, out)}. */
  Reading<Integer> of(MemorySegment device, String name, MemorySegment out) {
    return call(name, OF_DEVICE, function -> (int) function.invokeExact(device, out));
  }

  /** {@code f(device, text, size)}. */
  Reading<Integer> textOf(MemorySegment device, String name, MemorySegment text) {
    int size = (int) text.byteSize();
    return call(name, TEXT_OF_DEVICE, function -> (int) function.invokeExact(device, text, size));
  }

  /** {@code f(device, out, out)}. */
  Reading<Integer> of(
      MemorySegment device, String name, MemorySegment first, MemorySegment second) {
    return call(name, TWO_OF_DEVICE, function -> (int) function.invokeExact(device, first, second));
  }

  private Reading<Integer> call(String name, FunctionDescriptor shape, Call call) {
    Optional<MemorySegment> symbol = library.find(name);
    if (symbol.isEmpty()) {
      return Reading.unknown("this NVML has no " + name);
    }
    try {
      return Reading.known(call.on(Linker.nativeLinker().downcallHandle(symbol.get(), shape)));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native call failed", thrown);
    }
  }

  /** One downcall; those declare every throwable. */
  private interface Call {
    int on(MethodHandle function) throws Throwable;
  }
}
