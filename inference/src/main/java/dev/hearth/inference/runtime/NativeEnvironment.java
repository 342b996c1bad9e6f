package dev.hearth.inference.runtime;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment as native libraries of this process see it, and changes to it that can be taken
 * back. Java's own view of the environment is a copy made when it was first asked for. The C
 * library lets nobody read the environment while it changes, so changes belong into the time before
 * the libraries that read it are at work.
 */
final class NativeEnvironment implements AutoCloseable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle GETENV =
      handle("getenv", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle SETENV =
      handle("setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle UNSETENV =
      handle("unsetenv", FunctionDescriptor.of(JAVA_INT, ADDRESS));

  private final Map<String, Optional<String>> before = new LinkedHashMap<>();

  static Optional<String> get(String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = (MemorySegment) GETENV.invokeExact(arena.allocateFrom(name));
      return value.address() == 0
          ? Optional.empty()
          : Optional.of(value.reinterpret(Long.MAX_VALUE).getString(0));
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** Sets a variable until this is closed. */
  void set(String name, String value) {
    before.putIfAbsent(name, get(name));
    write(name, Optional.of(value));
  }

  /** Sets a variable unless it is set to something. */
  void setAbsent(String name, String value) {
    if (get(name).filter(text -> !text.isEmpty()).isEmpty()) {
      set(name, value);
    }
  }

  /** Whether the value of a variable is this object's, and not what the process was given. */
  boolean changed(String name) {
    return before.containsKey(name);
  }

  /** Makes the changes so far lasting. */
  void keep() {
    before.clear();
  }

  /** Takes the changes back that were not kept. */
  @Override
  public void close() {
    before.forEach(NativeEnvironment::write);
    before.clear();
  }

  private static void write(String name, Optional<String> value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocateFrom(name);
      int result =
          value.isPresent()
              ? (int) SETENV.invokeExact(key, arena.allocateFrom(value.get()), 1)
              : (int) UNSETENV.invokeExact(key);
      if (result != 0) {
        throw new IllegalStateException("the environment variable " + name + " cannot be changed");
      }
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  private static MethodHandle handle(String function, FunctionDescriptor shape) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), shape);
  }

  private static RuntimeException rethrown(Throwable thrown) {
    return switch (thrown) {
      case Error error -> throw error;
      case RuntimeException failed -> failed;
      default -> new IllegalStateException("a native call failed", thrown);
    };
  }
}
