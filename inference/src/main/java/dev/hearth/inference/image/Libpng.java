package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The simplified reading functions of libpng 1.6. Source: {@code png_image} in png.h. */
final class Libpng {
  private static final int VERSION = 1;

  /** Alpha, blue, green, red by address: words with red on top on little-endian machines. */
  private static final int WORDS = 0x01 | 0x02 | 0x10 | 0x20;

  private static final int MESSAGE_SIZE = 64;

  private static final MemoryLayout IMAGE =
      MemoryLayout.structLayout(
          ADDRESS.withName("opaque"),
          JAVA_INT.withName("version"),
          JAVA_INT.withName("width"),
          JAVA_INT.withName("height"),
          JAVA_INT.withName("format"),
          JAVA_INT.withName("flags"),
          JAVA_INT.withName("colours"),
          JAVA_INT.withName("trouble"),
          MemoryLayout.sequenceLayout(MESSAGE_SIZE, JAVA_BYTE).withName("message"),
          MemoryLayout.paddingLayout(4));

  private static final long VERSION_AT = offset("version");
  private static final long FORMAT_AT = offset("format");
  private static final long MESSAGE_AT = offset("message");

  private final MethodHandle begin;
  private final MethodHandle finish;

  Libpng(SymbolLookup library) {
    NativeFunctions functions = new NativeFunctions(library);
    begin = functions.number("png_image_begin_read_from_memory", ADDRESS, ADDRESS, JAVA_LONG);
    finish =
        functions.number("png_image_finish_read", ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
  }

  private static long offset(String field) {
    return IMAGE.byteOffset(MemoryLayout.PathElement.groupElement(field));
  }

  /**
   * Decodes a PNG of 8 bits or less a sample.
   *
   * @param target of the size that the file's header tells
   * @return what is wrong with the file; nothing when it was decoded
   */
  Optional<String> decode(MemorySegment file, Picture target, Workspace workspace) {
    MemorySegment image = workspace.bytes(IMAGE.byteSize()).fill((byte) 0);
    image.set(JAVA_INT, VERSION_AT, VERSION);
    try {
      if ((int) begin.invokeExact(image, file, file.byteSize()) == 0) {
        return Optional.of(image.getString(MESSAGE_AT));
      }
      image.set(JAVA_INT, FORMAT_AT, WORDS);
      int rowBytes = target.width() * Integer.BYTES;
      int read =
          (int)
              finish.invokeExact(
                  image, MemorySegment.NULL, target.pixels(), rowBytes, MemorySegment.NULL);
      return read == 0 ? Optional.of(image.getString(MESSAGE_AT)) : Optional.empty();
    } catch (Throwable thrown) {
      throw NativeFunctions.unexpected(thrown);
    }
  }
}
