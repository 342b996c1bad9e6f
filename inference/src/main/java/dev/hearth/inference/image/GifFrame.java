package dev.hearth.inference.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first frame of a GIF file, with what surrounds it.
 *
 * @param canvas the size of the picture: the screen, or as far as the frame reaches beyond it
 * @param left where the frame begins on the canvas
 * @param top where the frame begins on the canvas
 * @param frame the size of the frame
 * @param interlaced whether the rows come in four passes
 * @param background the colour index where the frame does not reach
 * @param palette where the colour table starts
 * @param colours how many entries it has; 0 when there is none
 * @param data where the compressed data starts
 */
record GifFrame(
    Dimensions canvas,
    int left,
    int top,
    Dimensions frame,
    boolean interlaced,
    int background,
    int palette,
    int colours,
    int data) {
  private static final int SCREEN = 13;
  private static final int DESCRIPTOR = 9;
  private static final int TABLE = 0x80;
  private static final int INTERLACED = 0x40;
  private static final int GRAPHIC_CONTROL = 0xf9;

  /**
   * Finds the first frame.
   *
   * @param encoded the file from its first byte on
   * @throws IndexOutOfBoundsException when the file ends before
   */
  static GifFrame first(ByteBuffer encoded) {
    ByteBuffer file = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int at = SCREEN + 3 * tableSize(file.get(10));
    int transparent = 0;
    int block = file.get(at++);
    while (block != ',') {
      if (block == '!') {
        boolean control = Byte.toUnsignedInt(file.get(at)) == GRAPHIC_CONTROL;
        if (control && (file.get(at + 2) & 1) != 0) {
          transparent = Byte.toUnsignedInt(file.get(at + 5));
        }
        at = skipBlocks(file, at + 1);
      } else if (block == ';') {
        throw new IndexOutOfBoundsException("no frame before the end");
      }
      block = file.get(at++);
    }
    return describe(file, at, transparent);
  }

  private static GifFrame describe(ByteBuffer file, int at, int transparent) {
    int left = number(file, at);
    int top = number(file, at + 2);
    Dimensions frame = new Dimensions(number(file, at + 4), number(file, at + 6));
    int flags = file.get(at + 8);
    int local = tableSize(flags);
    int width = Math.max(number(file, 6), left + frame.width());
    int height = Math.max(number(file, 8), top + frame.height());
    return new GifFrame(
        new Dimensions(width, height),
        left,
        top,
        frame,
        (flags & INTERLACED) != 0,
        transparent,
        local > 0 ? at + DESCRIPTOR : SCREEN,
        local > 0 ? local : tableSize(file.get(10)),
        at + DESCRIPTOR + 3 * local);
  }

  private static int number(ByteBuffer file, int at) {
    return Short.toUnsignedInt(file.getShort(at));
  }

  private static int tableSize(int flags) {
    return (flags & TABLE) == 0 ? 0 : 2 << (flags & 7);
  }

  private static int skipBlocks(ByteBuffer file, int from) {
    int at = from;
    int length = Byte.toUnsignedInt(file.get(at));
    while (length != 0) {
      at += 1 + length;
      length = Byte.toUnsignedInt(file.get(at));
    }
    return at + 1;
  }
}
