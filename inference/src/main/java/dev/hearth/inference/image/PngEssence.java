package dev.hearth.inference.image;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Drops from a PNG what does not tell the stored samples: libpng would otherwise apply gamma and
 * transparency, and the reference pictures were read without either.
 */
final class PngEssence {
  private static final int SIGNATURE = 8;
  private static final int AROUND_DATA = 12;
  private static final int HEADER = 0x49484452;
  private static final int PALETTE = 0x504c5445;
  private static final int DATA = 0x49444154;
  private static final int END = 0x49454e44;
  private static final int END_CHECKSUM = 0xae426082;

  private PngEssence() {}

  /** How many bytes {@link #copy} writes at most. */
  static long limit(ByteBuffer file) {
    return (long) file.remaining() + AROUND_DATA;
  }

  /**
   * Copies the header, the palette and the data; whatever follows the data is left.
   *
   * @param source the file from its first byte on
   * @return the part of the target that was written
   * @throws IndexOutOfBoundsException when the file ends within the data
   */
  static MemorySegment copy(ByteBuffer source, MemorySegment target) {
    ByteBuffer file = source.duplicate().order(ByteOrder.BIG_ENDIAN);
    ByteBuffer out = target.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
    out.put(file.slice(0, SIGNATURE));
    int at = SIGNATURE;
    int previous = 0;
    while (at < file.limit()) {
      int length = file.getInt(at);
      int name = file.getInt(at + 4);
      if (name == END || (previous == DATA && name != DATA)) {
        break;
      }
      int size = Math.addExact(Math.max(length, 0), AROUND_DATA);
      if (name == HEADER || name == PALETTE || name == DATA) {
        out.put(file.slice(at, size));
      }
      previous = name;
      at = Math.addExact(at, size);
    }
    out.putInt(0).putInt(END).putInt(END_CHECKSUM);
    return target.asSlice(0, out.position());
  }
}
