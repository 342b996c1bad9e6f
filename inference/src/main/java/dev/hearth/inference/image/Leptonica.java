package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The functions of Leptonica that read a JPEG, TIFF or PNG file in memory. Its 32-bit pixels are
 * the words of a {@link Picture}.
 *
 * <p>Source: allheaders.h of Leptonica 1.87.
 */
final class Leptonica {
  private static final int SILENT = 6;
  private static final int CONTINUE_WITH_BAD_DATA = 2;
  private static final int TO_FULL_COLOUR = 2;
  private static final int WORD_BITS = 32;

  private final MethodHandle readJpeg;
  private final MethodHandle readTiff;
  private final MethodHandle readPng;
  private final MethodHandle convertTo32;
  private final MethodHandle removeColormap;
  private final MethodHandle colormap;
  private final MethodHandle width;
  private final MethodHandle height;
  private final MethodHandle depth;
  private final MethodHandle data;
  private final MethodHandle destroy;

  Leptonica(SymbolLookup library) {
    NativeFunctions functions = new NativeFunctions(library);
    readJpeg =
        functions.pointer(
            "pixReadMemJpeg", ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    readTiff = functions.pointer("pixReadMemTiff", ADDRESS, JAVA_LONG, JAVA_INT);
    readPng = functions.pointer("pixReadMemPng", ADDRESS, JAVA_LONG);
    convertTo32 = functions.pointer("pixConvertTo32", ADDRESS);
    removeColormap = functions.pointer("pixRemoveColormap", ADDRESS, JAVA_INT);
    colormap = functions.pointer("pixGetColormap", ADDRESS);
    data = functions.pointer("pixGetData", ADDRESS);
    width = functions.number("pixGetWidth", ADDRESS);
    height = functions.number("pixGetHeight", ADDRESS);
    depth = functions.number("pixGetDepth", ADDRESS);
    destroy = functions.nothing("pixDestroy", ADDRESS);
    prepare(functions);
  }

  private static void prepare(NativeFunctions functions) {
    try {
      functions.number("setMsgSeverity", JAVA_INT).invoke(SILENT);
      functions
          .nothing("setPixMemoryManager", ADDRESS, ADDRESS)
          .invoke(PixelMemory.allocator(), PixelMemory.deallocator());
    } catch (Throwable thrown) {
      throw NativeFunctions.unexpected(thrown);
    }
  }

  /** Reads a JPEG, going on after damage as far as libjpeg can, or nothing where it cannot. */
  Optional<Picture> readJpeg(MemorySegment file, Workspace workspace) {
    return read(
        workspace,
        () ->
            (MemorySegment)
                readJpeg.invokeExact(
                    file, file.byteSize(), 0, 1, MemorySegment.NULL, CONTINUE_WITH_BAD_DATA));
  }

  /** Reads the first page of a TIFF, or nothing where it cannot. */
  Optional<Picture> readTiff(MemorySegment file, Workspace workspace) {
    return read(workspace, () -> (MemorySegment) readTiff.invokeExact(file, file.byteSize(), 0));
  }

  /** Reads a PNG, the upper byte of 16-bit samples, or nothing where it cannot. */
  Optional<Picture> readPng(MemorySegment file, Workspace workspace) {
    return read(workspace, () -> (MemorySegment) readPng.invokeExact(file, file.byteSize()));
  }

  /** A native call that returns a picture or a null pointer. */
  private interface Reader {
    MemorySegment read() throws Throwable;
  }

  private Optional<Picture> read(Workspace workspace, Reader reader) {
    return PixelMemory.lend(
        workspace,
        () -> {
          try {
            return adopt(reader.read(), workspace);
          } catch (Throwable thrown) {
            throw NativeFunctions.unexpected(thrown);
          }
        });
  }

  private Optional<Picture> adopt(MemorySegment pix, Workspace workspace) throws Throwable {
    if (pix.equals(MemorySegment.NULL)) {
      return Optional.empty();
    }
    try {
      if ((int) depth.invokeExact(pix) != WORD_BITS) {
        return adopt(widened(pix), workspace);
      }
      int columns = (int) width.invokeExact(pix);
      int rows = (int) height.invokeExact(pix);
      MemorySegment pixels = PixelMemory.block((MemorySegment) data.invokeExact(pix));
      long size = (long) columns * rows * Integer.BYTES;
      return Optional.of(new Picture(columns, rows, pixels.asSlice(0, size)));
    } finally {
      MemorySegment reference = workspace.bytes(ADDRESS.byteSize());
      reference.set(ADDRESS, 0, pix);
      destroy.invokeExact(reference);
    }
  }

  private MemorySegment widened(MemorySegment pix) throws Throwable {
    MemorySegment colours = (MemorySegment) colormap.invokeExact(pix);
    return colours.equals(MemorySegment.NULL)
        ? (MemorySegment) convertTo32.invokeExact(pix)
        : (MemorySegment) removeColormap.invokeExact(pix, TO_FULL_COLOUR);
  }
}
