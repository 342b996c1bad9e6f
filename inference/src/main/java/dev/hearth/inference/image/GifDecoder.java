package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Decodes the first frame of a GIF and nothing of the others: the libraries at hand unpack the
 * whole animation before they show a frame. As in Pillow, transparent pixels keep their colour and
 * what the frame does not cover has the transparent colour, or else the first one.
 */
final class GifDecoder {
  private static final int[] PASS_START = {0, 4, 2, 1};
  private static final int[] PASS_STEP = {8, 8, 4, 2};

  private GifDecoder() {}

  /**
   * Decodes a file whose size was checked.
   *
   * @throws IndexOutOfBoundsException when the data ends too early
   */
  static Picture decode(ByteBuffer file, Workspace workspace) {
    GifFrame layout = GifFrame.first(file);
    byte[] indices =
        new LzwReader(file, layout.data()).read(Math.toIntExact(layout.frame().pixels()));
    return paint(layout, colours(file, layout), indices, workspace);
  }

  private static Picture paint(
      GifFrame layout, int[] colours, byte[] indices, Workspace workspace) {
    Picture picture = Pixels.blank(layout.canvas().width(), layout.canvas().height(), workspace);
    int[] row = new int[picture.width()];
    Arrays.fill(row, colours[layout.background()]);
    for (int y = 0; y < picture.height(); y++) {
      Pixels.write(row, 0, picture, y);
    }
    int width = layout.frame().width();
    int[] part = new int[width];
    for (int i = 0; i < layout.frame().height(); i++) {
      for (int x = 0; x < width; x++) {
        part[x] = colours[Byte.toUnsignedInt(indices[i * width + x])];
      }
      int y = layout.top() + (layout.interlaced() ? rowOfPass(i, layout.frame().height()) : i);
      Pixels.write(part, width, picture, layout.left(), y);
    }
    return picture;
  }

  /** Where the {@code i}-th row of an interlaced frame belongs. */
  private static int rowOfPass(int i, int height) {
    int left = i;
    for (int pass = 0; pass < PASS_START.length; pass++) {
      int rows = Math.max(0, height - PASS_START[pass] + PASS_STEP[pass] - 1) / PASS_STEP[pass];
      if (left < rows) {
        return PASS_START[pass] + left * PASS_STEP[pass];
      }
      left -= rows;
    }
    throw new IllegalArgumentException("row " + i + " of " + height);
  }

  /** The colour of each index; those without an entry are shades of grey. */
  private static int[] colours(ByteBuffer file, GifFrame layout) {
    int[] colours = new int[256];
    for (int i = 0; i < colours.length; i++) {
      int entry = layout.palette() + 3 * i;
      colours[i] =
          i < layout.colours()
              ? Pixels.pack(
                  Byte.toUnsignedInt(file.get(entry)),
                  Byte.toUnsignedInt(file.get(entry + 1)),
                  Byte.toUnsignedInt(file.get(entry + 2)))
              : Pixels.pack(i, i, i);
    }
    return colours;
  }
}
