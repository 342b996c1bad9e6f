package dev.hearth.machine.tty;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Calls the C library by name, through one shape of three words: the calling conventions of 64-bit
 * x86 and Arm put the first integers and pointers into the same registers, of functions with a
 * variable number of arguments, too. What fails, and what is not there, answers -1.
 */
final class Libc {
  static final int FAILED = -1;

  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private final MethodHandle handle = Linker.nativeLinker().downcallHandle(SHAPE);

  int call(String name, long first, long second, long third) {
    Optional<MemorySegment> symbol = Linker.nativeLinker().defaultLookup().find(name);
    if (symbol.isEmpty()) {
      return FAILED;
    }
    try {
      return (int) handle.invokeExact(symbol.get(), first, second, third);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native call failed", thrown);
    }
  }
}
