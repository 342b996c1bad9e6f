package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Finds the functions of a loaded library, by what they return. */
record NativeFunctions(SymbolLookup library) {
  /** One that returns a pointer. */
  MethodHandle pointer(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(ADDRESS, parameters));
  }

  /** One that returns an int. */
  MethodHandle number(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }

  /** One that returns nothing. */
  MethodHandle nothing(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.ofVoid(parameters));
  }

  private MethodHandle handle(String name, FunctionDescriptor descriptor) {
    MemorySegment symbol =
        library
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the library has no function " + name));
    return Linker.nativeLinker().downcallHandle(symbol, descriptor);
  }

  /** For the {@code catch} around a call: downcalls declare every throwable and throw errors. */
  static IllegalStateException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    return new IllegalStateException("a native call failed", thrown);
  }
}
