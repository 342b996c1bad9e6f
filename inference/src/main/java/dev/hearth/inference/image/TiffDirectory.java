package dev.hearth.inference.image;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * What the first directory of a TIFF file tells.
 *
 * @param size in pixels
 * @param alphaAt where the file says that its fourth channel is plain alpha, if it does
 * @param order of the bytes in numbers
 */
record TiffDirectory(Dimensions size, OptionalInt alphaAt, ByteOrder order) {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int EXTRA_SAMPLES = 338;
  private static final int ENTRY = 12;
  private static final int SHORT = 3;
  private static final short PREMULTIPLIED = 1;
  private static final short PLAIN = 2;

  /**
   * Reads the first directory.
   *
   * @param encoded the file from its first byte on
   * @throws IndexOutOfBoundsException when the file ends before the directory does
   */
  static TiffDirectory first(ByteBuffer encoded) {
    ByteOrder order = encoded.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer file = encoded.duplicate().order(order);
    int directory = file.getInt(4);
    int entries = Short.toUnsignedInt(file.getShort(directory));
    int width = 0;
    int height = 0;
    OptionalInt alpha = OptionalInt.empty();
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + ENTRY * i;
      switch (Short.toUnsignedInt(file.getShort(entry))) {
        case WIDTH -> width = number(file, entry);
        case HEIGHT -> height = number(file, entry);
        case EXTRA_SAMPLES -> {
          boolean plain = file.getInt(entry + 4) == 1 && file.getShort(entry + 8) == PLAIN;
          alpha = plain ? OptionalInt.of(entry + 8) : OptionalInt.empty();
        }
        default -> {}
      }
    }
    return new TiffDirectory(new Dimensions(width, height), alpha, order);
  }

  private static int number(ByteBuffer file, int entry) {
    boolean isShort = file.getShort(entry + 2) == SHORT;
    return isShort ? Short.toUnsignedInt(file.getShort(entry + 8)) : file.getInt(entry + 8);
  }

  /** Says that plain alpha is multiplied in already, or else libtiff would blend with black. */
  void keepColours(MemorySegment copy) {
    alphaAt.ifPresent(
        at -> copy.set(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at, PREMULTIPLIED));
  }
}
