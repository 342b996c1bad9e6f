package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Pillow's {@code transform(PERSPECTIVE, BICUBIC)} on 8-bit pixels.
 *
 * <p>Source of the rule: {@code perspective_transform} and {@code bicubic_filter32RGB} in Pillow's
 * src/libImaging/Geometry.c. Its cubic has a = −1 (unlike the resampling's −0.5), works in doubles
 * and cuts the fraction off; neighbours outside repeat the edge; a centre outside gives black.
 */
final class PerspectiveWarp {
  private final MemorySegment pixels;
  private final int width;
  private final int height;
  private final double[] map;
  private final long[] columns = new long[4];
  private final double[] rows = new double[12];

  /**
   * @param map eight coefficients: x = (m0·u + m1·v + m2) / (m6·u + m7·v + 1), y likewise with m3
   *     to m5
   */
  PerspectiveWarp(Picture source, double[] map) {
    this.pixels = source.pixels();
    this.width = source.width();
    this.height = source.height();
    this.map = map;
  }

  /** Computes output row {@code v}. */
  void compute(int v, int[] out) {
    double centerV = v + 0.5;
    for (int u = 0; u < out.length; u++) {
      double centerU = u + 0.5;
      double depth = map[6] * centerU + map[7] * centerV + 1;
      double x = (map[0] * centerU + map[1] * centerV + map[2]) / depth;
      double y = (map[3] * centerU + map[4] * centerV + map[5]) / depth;
      boolean inside = x >= 0.0 && x < width && y >= 0.0 && y < height;
      out[u] = inside ? bicubic(x - 0.5, y - 0.5) : 0;
    }
  }

  private int bicubic(double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    for (int i = 0; i < 4; i++) {
      columns[i] = Math.clamp(left - 1L + i, 0, width - 1);
    }
    for (int i = 0; i < 4; i++) {
      int row = top - 1 + i;
      if (i == 0 || (row >= 0 && row < height)) {
        interpolateRow(Math.clamp(row, 0, height - 1), x - left, 3 * i);
      } else {
        System.arraycopy(rows, 3 * i - 3, rows, 3 * i, 3);
      }
    }
    double fraction = y - top;
    return Pixels.pack(down(0, fraction), down(1, fraction), down(2, fraction));
  }

  private void interpolateRow(int y, double fraction, int at) {
    long row = (long) y * width;
    int a = pixels.getAtIndex(JAVA_INT, row + columns[0]);
    int b = pixels.getAtIndex(JAVA_INT, row + columns[1]);
    int c = pixels.getAtIndex(JAVA_INT, row + columns[2]);
    int d = pixels.getAtIndex(JAVA_INT, row + columns[3]);
    rows[at] = cubic(Picture.red(a), Picture.red(b), Picture.red(c), Picture.red(d), fraction);
    rows[at + 1] =
        cubic(Picture.green(a), Picture.green(b), Picture.green(c), Picture.green(d), fraction);
    rows[at + 2] =
        cubic(Picture.blue(a), Picture.blue(b), Picture.blue(c), Picture.blue(d), fraction);
  }

  private int down(int channel, double fraction) {
    double value =
        cubic(rows[channel], rows[channel + 3], rows[channel + 6], rows[channel + 9], fraction);
    return (int) Math.clamp(value, 0.0, 255.0);
  }

  private static double cubic(double a, double b, double c, double d, double fraction) {
    double linear = -a + c;
    double square = 2 * (a - b) + c - d;
    double cube = -a + b - c + d;
    return b + fraction * (linear + fraction * (square + fraction * cube));
  }
}
