package dev.hearth.inference.image;

import java.util.Arrays;

/**
 * Weighted sums of many pixels at a time. Each loop has one target, and every array in it is
 * indexed alike: then the JIT makes vectors of it, otherwise (measured with JDK 25) it does not,
 * and takes five times as long.
 */
final class Lanes {
  private final int[] red;
  private final int[] green;
  private final int[] blue;

  /**
   * @param count how many pixels are summed side by side
   */
  Lanes(int count) {
    this.red = new int[count];
    this.green = new int[count];
    this.blue = new int[count];
  }

  /**
   * Computes one output pixel of {@link Taps} for all lanes.
   *
   * @param source the pixel words of all lanes for each source pixel of the window, found by its
   *     number modulo the length, a power of two
   * @param out gets the pixel words of all lanes
   */
  void weigh(int[][] source, Taps taps, int index, int[] out) {
    Arrays.fill(red, Taps.HALF);
    Arrays.fill(green, Taps.HALF);
    Arrays.fill(blue, Taps.HALF);
    int mask = source.length - 1;
    int at = index * taps.width;
    int first = taps.first[index];
    int count = taps.count[index];
    for (int k = 0; k < count; k += 4) {
      int[] a = source[(first + k) & mask];
      int[] b = source[(first + k + 1) & mask];
      if (k + 2 < count) {
        int[] c = source[(first + k + 2) & mask];
        int[] d = source[(first + k + 3) & mask];
        add(a, b, c, d, taps.weights, at + k, 24, red);
        add(a, b, c, d, taps.weights, at + k, 16, green);
        add(a, b, c, d, taps.weights, at + k, 8, blue);
      } else {
        add(a, b, taps.weights, at + k, 24, red);
        add(a, b, taps.weights, at + k, 16, green);
        add(a, b, taps.weights, at + k, 8, blue);
      }
    }
    pack(red, green, blue, out);
  }

  private static void add(
      int[] a, int[] b, int[] c, int[] d, int[] weights, int at, int shift, int[] sums) {
    int weightA = weights[at];
    int weightB = weights[at + 1];
    int weightC = weights[at + 2];
    int weightD = weights[at + 3];
    for (int i = 0; i < sums.length; i++) {
      sums[i] +=
          weightA * ((a[i] >>> shift) & 0xff)
              + weightB * ((b[i] >>> shift) & 0xff)
              + weightC * ((c[i] >>> shift) & 0xff)
              + weightD * ((d[i] >>> shift) & 0xff);
    }
  }

  private static void add(int[] a, int[] b, int[] weights, int at, int shift, int[] sums) {
    int weightA = weights[at];
    int weightB = weights[at + 1];
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weightA * ((a[i] >>> shift) & 0xff) + weightB * ((b[i] >>> shift) & 0xff);
    }
  }

  private static void pack(int[] red, int[] green, int[] blue, int[] out) {
    for (int i = 0; i < out.length; i++) {
      int r = Math.max(0, Math.min(255, red[i] >> Taps.PRECISION));
      int g = Math.max(0, Math.min(255, green[i] >> Taps.PRECISION));
      int b = Math.max(0, Math.min(255, blue[i] >> Taps.PRECISION));
      out[i] = (r << 24) | (g << 16) | (b << 8);
    }
  }
}
