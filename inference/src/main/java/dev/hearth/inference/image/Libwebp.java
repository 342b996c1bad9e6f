package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** The decoder of libwebp. Source: webp/decode.h. */
final class Libwebp {
  private final MethodHandle decode;

  Libwebp(SymbolLookup library) {
    decode =
        new NativeFunctions(library)
            .pointer("WebPDecodeRGBAInto", ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT);
  }

  /**
   * Decodes one bit stream.
   *
   * @param target a picture of its size; gets bytes in the order red, green, blue, alpha
   * @return whether it could be decoded
   */
  boolean decode(MemorySegment stream, Picture target) {
    MemorySegment pixels = target.pixels();
    try {
      MemorySegment result =
          (MemorySegment)
              decode.invokeExact(
                  stream,
                  stream.byteSize(),
                  pixels,
                  pixels.byteSize(),
                  target.width() * Integer.BYTES);
      return !result.equals(MemorySegment.NULL);
    } catch (Throwable thrown) {
      throw NativeFunctions.unexpected(thrown);
    }
  }
}
