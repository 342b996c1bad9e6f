package dev.hearth.inference.image;

import java.lang.foreign.MemorySegment;

/**
 * A decoded picture, upright as stored (EXIF orientation is not applied), alpha dropped.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels off-heap, row-major without padding, one native-endian 32-bit word a pixel: red in
 *     bits 31–24, green in 23–16, blue in 15–8, bits 7–0 undefined
 */
public record Picture(int width, int height, MemorySegment pixels) {
  public static int red(int pixel) {
    return pixel >>> 24;
  }

  public static int green(int pixel) {
    return pixel >>> 16 & 0xff;
  }

  public static int blue(int pixel) {
    return pixel >>> 8 & 0xff;
  }
}
