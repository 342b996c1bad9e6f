package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Pillow's {@code transform(PERSPECTIVE, BICUBIC)} on 8-bit pixels.
 *
 * <p>Source of the rule: {@code perspective_transform} and {@code bicubic_filter32RGB} in Pillow's
 * src/libImaging/Geometry.c. Its cubic has a = −1 (unlike the resampling's −0.5), works in doubles
 * and cuts the fraction off; neighbours outside repeat the edge; a centre outside gives black.
 *
 * <p>Neighbours are gathered one by one; all else is in loops that the JIT makes vectors of, see
 * {@link Lanes}.
 */
final class PerspectiveWarp {
  private static final int SIDE = 4;

  private final MemorySegment pixels;
  private final int width;
  private final int height;
  private final double[] map;

  private final int[][] near;
  private final double[] fractionX;
  private final double[] fractionY;
  private final double[][] rows;
  private final int[][] channels;

  /**
   * @param map eight coefficients: x = (m0·u + m1·v + m2) / (m6·u + m7·v + 1), y likewise with m3
   *     to m5
   * @param targetWidth the length of an output row
   */
  PerspectiveWarp(Picture source, double[] map, int targetWidth) {
    this.pixels = source.pixels();
    this.width = source.width();
    this.height = source.height();
    this.map = map;
    this.near = new int[SIDE * SIDE][targetWidth];
    this.fractionX = new double[targetWidth];
    this.fractionY = new double[targetWidth];
    this.rows = new double[SIDE][targetWidth];
    this.channels = new int[3][targetWidth];
  }

  /** Computes output row {@code v}. */
  void compute(int v, int[] out) {
    gather(v + 0.5);
    for (int i = 0; i < channels.length; i++) {
      int shift = 24 - 8 * i;
      for (int row = 0; row < SIDE; row++) {
        int at = SIDE * row;
        across(near[at], near[at + 1], near[at + 2], near[at + 3], fractionX, shift, rows[row]);
      }
      down(rows[0], rows[1], rows[2], rows[3], fractionY, channels[i]);
    }
    Pixels.pack(channels[0], channels[1], channels[2], out);
  }

  private void gather(double v) {
    for (int i = 0; i < fractionX.length; i++) {
      double u = i + 0.5;
      double depth = map[6] * u + map[7] * v + 1;
      double x = (map[0] * u + map[1] * v + map[2]) / depth;
      double y = (map[3] * u + map[4] * v + map[5]) / depth;
      if (x >= 0.0 && x < width && y >= 0.0 && y < height) {
        double left = Math.floor(x - 0.5);
        double top = Math.floor(y - 0.5);
        fractionX[i] = x - 0.5 - left;
        fractionY[i] = y - 0.5 - top;
        gather((int) left - 1, (int) top - 1, i);
      } else {
        blacken(i);
      }
    }
  }

  private void gather(int left, int top, int i) {
    boolean inside = left >= 0 && top >= 0 && left + SIDE <= width && top + SIDE <= height;
    for (int row = 0; row < SIDE; row++) {
      if (inside) {
        int at = (top + row) * width + left;
        near[SIDE * row][i] = pixels.getAtIndex(JAVA_INT, at);
        near[SIDE * row + 1][i] = pixels.getAtIndex(JAVA_INT, at + 1);
        near[SIDE * row + 2][i] = pixels.getAtIndex(JAVA_INT, at + 2);
        near[SIDE * row + 3][i] = pixels.getAtIndex(JAVA_INT, at + 3);
      } else {
        int start = Math.clamp(top + (long) row, 0, height - 1) * width;
        for (int column = 0; column < SIDE; column++) {
          int x = Math.clamp(left + (long) column, 0, width - 1);
          near[SIDE * row + column][i] = pixels.getAtIndex(JAVA_INT, start + x);
        }
      }
    }
  }

  private void blacken(int i) {
    fractionX[i] = 0;
    fractionY[i] = 0;
    for (int[] words : near) {
      words[i] = 0;
    }
  }

  private static void across(
      int[] a, int[] b, int[] c, int[] d, double[] fraction, int shift, double[] target) {
    for (int i = 0; i < target.length; i++) {
      double first = (a[i] >>> shift) & 0xff;
      double second = (b[i] >>> shift) & 0xff;
      double third = (c[i] >>> shift) & 0xff;
      double fourth = (d[i] >>> shift) & 0xff;
      target[i] = cubic(first, second, third, fourth, fraction[i]);
    }
  }

  private static void down(
      double[] a, double[] b, double[] c, double[] d, double[] fraction, int[] target) {
    for (int i = 0; i < target.length; i++) {
      double value = cubic(a[i], b[i], c[i], d[i], fraction[i]);
      target[i] = (int) Math.max(0.0, Math.min(255.0, value));
    }
  }

  /** The order of the operations is Pillow's: any other rounds, and cuts, otherwise. */
  private static double cubic(double a, double b, double c, double d, double fraction) {
    double linear = -a + c;
    double square = 2 * (a - b) + c - d;
    double cube = -a + b - c + d;
    return b + fraction * (linear + fraction * (square + fraction * cube));
  }
}
