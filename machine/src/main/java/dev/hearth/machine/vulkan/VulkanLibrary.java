package dev.hearth.machine.vulkan;

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
 * The loader's functions by name. A result below zero is an error; some of the others only say that
 * a list was cut.
 *
 * @param symbols the loaded loader
 */
record VulkanLibrary(SymbolLookup symbols) {
  private static final FunctionDescriptor VERSION = FunctionDescriptor.of(JAVA_INT, ADDRESS);
  private static final FunctionDescriptor THREE =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  private static final FunctionDescriptor FILL = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);

  /** One downcall; those declare every throwable. */
  private interface Call<T> {
    T on(MethodHandle function) throws Throwable;
  }

  /** {@code result f(out)}. */
  Reading<Integer> ask(String name, MemorySegment out) {
    return call(name, VERSION, function -> (int) function.invokeExact(out))
        .flatMap(result -> checked(name, result));
  }

  /** {@code result f(a, b, c)}. */
  Reading<Integer> ask(
      String name, MemorySegment first, MemorySegment second, MemorySegment third) {
    return call(name, THREE, function -> (int) function.invokeExact(first, second, third))
        .flatMap(result -> checked(name, result));
  }

  /** {@code void f(of, out)}; known where there is such a function. */
  Reading<MemorySegment> fill(String name, MemorySegment of, MemorySegment out) {
    return call(
        name,
        FILL,
        function -> {
          function.invokeExact(of, out);
          return out;
        });
  }

  private <T> Reading<T> call(String name, FunctionDescriptor shape, Call<T> call) {
    Optional<MemorySegment> symbol = symbols.find(name);
    if (symbol.isEmpty()) {
      return Reading.unknown("this Vulkan loader has no " + name);
    }
    try {
      return Reading.known(call.on(Linker.nativeLinker().downcallHandle(symbol.get(), shape)));
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a native call failed", thrown);
    }
  }

  private static Reading<Integer> checked(String name, int result) {
    return result >= 0
        ? Reading.known(result)
        : Reading.unknown(name + " answered " + words(result));
  }

  /** The errors that creating an instance and listing devices can end in. Source: VkResult. */
  private static String words(int result) {
    return switch (result) {
      case -1 -> "VK_ERROR_OUT_OF_HOST_MEMORY";
      case -2 -> "VK_ERROR_OUT_OF_DEVICE_MEMORY";
      case -3 -> "VK_ERROR_INITIALIZATION_FAILED: a driver could not open its device";
      case -6 -> "VK_ERROR_LAYER_NOT_PRESENT";
      case -7 -> "VK_ERROR_EXTENSION_NOT_PRESENT";
      case -9 -> "VK_ERROR_INCOMPATIBLE_DRIVER: no driver could be loaded";
      default -> "error " + result;
    };
  }
}
