package dev.hearth.inference.image;

import java.nio.ByteBuffer;

/**
 * What the markers of a JPEG file tell without decoding it.
 *
 * @param size in pixels
 * @param components 1 for grey, 3 for colour, 4 for print colours
 * @param adobe whether an Adobe marker says how the components are coded
 */
record JpegMarkers(Dimensions size, int components, boolean adobe) {
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int ADOBE = 0xee;

  /**
   * Reads up to the first scan.
   *
   * @param file from its first byte on
   * @throws IndexOutOfBoundsException when the file ends before
   */
  static JpegMarkers read(ByteBuffer file) {
    Dimensions size = new Dimensions(0, 0);
    int components = 0;
    boolean adobe = false;
    int at = next(file, 0);
    while (marker(file, at) != START_OF_SCAN && marker(file, at) != END_OF_IMAGE) {
      int marker = marker(file, at);
      if (isFrame(marker)) {
        int height = Short.toUnsignedInt(file.getShort(at + 5));
        size = new Dimensions(Short.toUnsignedInt(file.getShort(at + 7)), height);
        components = file.get(at + 9);
      } else if (marker == ADOBE) {
        adobe |= file.getInt(at + 4) == 0x41646f62;
      }
      at = next(file, skip(file, at));
    }
    return new JpegMarkers(size, components, adobe);
  }

  /** Whether the marker that ends the picture is there. */
  static boolean endsProperly(ByteBuffer file) {
    int last = file.limit() - 2;
    if (last > 0 && file.getShort(last) == (short) 0xffd9) {
      return true;
    }
    try {
      int at = next(file, 0);
      while (marker(file, at) != END_OF_IMAGE) {
        at = next(file, skip(file, at));
      }
      return true;
    } catch (IndexOutOfBoundsException _) {
      return false;
    }
  }

  private static int marker(ByteBuffer file, int at) {
    return Byte.toUnsignedInt(file.get(at + 1));
  }

  /** The first byte behind a marker and its parameters. */
  private static int skip(ByteBuffer file, int at) {
    int marker = marker(file, at);
    boolean alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    return alone ? at + 2 : at + 2 + Math.max(2, Short.toUnsignedInt(file.getShort(at + 2)));
  }

  /** The next marker: passes over scan data, stuffed zeros and whatever else lies between. */
  private static int next(ByteBuffer file, int from) {
    int at = from;
    while (file.get(at) != (byte) 0xff || isFiller(file.get(at + 1))) {
      at++;
    }
    return at;
  }

  private static boolean isFiller(byte second) {
    return second == 0 || second == (byte) 0xff;
  }

  private static boolean isFrame(int marker) {
    boolean other = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
    return marker >= 0xc0 && marker <= 0xcf && !other;
  }
}
