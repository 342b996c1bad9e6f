package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A library of NVML's functions, written in Java and called through the C calling convention. */
final class UpcallLibrary implements SymbolLookup {
  /** {@code f(out…)} and {@code f(text, size)}, whatever the first argument is. */
  interface Body {
    int call(Object[] arguments);
  }

  private final Map<String, MemorySegment> symbols = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Arena arena;

  UpcallLibrary(Arena arena) {
    this.arena = arena;
  }

  @Override
  public Optional<MemorySegment> find(String name) {
    return Optional.ofNullable(symbols.get(name));
  }

  /** How often a function was called. */
  int calls(String name) {
    return calls.getOrDefault(name, 0);
  }

  UpcallLibrary with(String name, Body body, MemoryLayout... parameters) {
    FunctionDescriptor shape = FunctionDescriptor.of(JAVA_INT, parameters);
    Body counted =
        arguments -> {
          calls.merge(name, 1, Integer::sum);
          return body.call(arguments);
        };
    try {
      var handle =
          MethodHandles.lookup()
              .findVirtual(Body.class, "call", MethodType.methodType(int.class, Object[].class))
              .bindTo(counted)
              .asCollector(Object[].class, parameters.length)
              .asType(shape.toMethodType());
      symbols.put(name, Linker.nativeLinker().upcallStub(handle, shape, arena));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return this;
  }

  UpcallLibrary without(String name) {
    symbols.remove(name);
    return this;
  }

  /** A function without arguments. */
  UpcallLibrary returning(String name, int status) {
    return with(name, _ -> status);
  }

  /** {@code f(char*, unsigned)}. */
  UpcallLibrary text(String name, String text) {
    return with(name, arguments -> put(arguments[0], text), ADDRESS, JAVA_INT);
  }

  /** {@code f(unsigned*)}. */
  UpcallLibrary number(String name, int value) {
    return with(name, arguments -> put(arguments[0], value), ADDRESS);
  }

  /** {@code f(device, char*, unsigned)}. */
  UpcallLibrary textOfDevice(String name, Map<Long, String> byDevice) {
    return with(
        name,
        arguments -> put(arguments[1], byDevice.getOrDefault(device(arguments), "?")),
        ADDRESS,
        ADDRESS,
        JAVA_INT);
  }

  /** {@code f(device, unsigned*)}, or with a second one. */
  UpcallLibrary numbersOfDevice(String name, int... values) {
    MemoryLayout[] parameters = new MemoryLayout[values.length + 1];
    java.util.Arrays.fill(parameters, ADDRESS);
    return with(
        name,
        arguments -> {
          for (int at = 0; at < values.length; at++) {
            put(arguments[at + 1], values[at]);
          }
          return 0;
        },
        parameters);
  }

  static long device(Object[] arguments) {
    return ((MemorySegment) arguments[0]).address();
  }

  static int put(Object out, int value) {
    room(out, Integer.BYTES).set(JAVA_INT, 0, value);
    return 0;
  }

  static int put(Object out, long offset, long value) {
    room(out, offset + Long.BYTES).set(JAVA_LONG, offset, value);
    return 0;
  }

  static int put(Object out, String text) {
    room(out, text.length() + 1L).setString(0, text);
    return 0;
  }

  static MemorySegment room(Object out, long size) {
    return ((MemorySegment) out).reinterpret(size);
  }
}
