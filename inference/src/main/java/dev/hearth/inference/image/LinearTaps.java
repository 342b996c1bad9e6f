package dev.hearth.inference.image;

/**
 * For each output pixel along one axis its left (or upper) neighbour in the source and the weights
 * of both neighbours in 11-bit fixed point, as OpenCV's {@code resize} computes them.
 */
final class LinearTaps {
  /** The left or upper neighbour. */
  final int[] first;

  final int[] weight0;
  final int[] weight1;

  private LinearTaps(int length) {
    this.first = new int[length];
    this.weight0 = new int[length];
    this.weight1 = new int[length];
  }

  private static final int ONE = 1 << 11;

  /** Along a row: first and, unless the source is one pixel wide, first + 1 lie inside. */
  static LinearTaps across(int source, int target) {
    LinearTaps taps = down(source, target);
    for (int i = 0; i < target; i++) {
      boolean before = taps.first[i] < 0;
      boolean behind = taps.first[i] >= source - 1;
      if (before || behind) {
        boolean takeSecond = !before && source > 1;
        taps.first[i] = takeSecond ? source - 2 : 0;
        taps.weight0[i] = takeSecond ? 0 : ONE;
        taps.weight1[i] = takeSecond ? ONE : 0;
      }
    }
    return taps;
  }

  /** Along a column: first may be −1 and first + 1 may be one too many; the reader clamps. */
  static LinearTaps down(int source, int target) {
    LinearTaps taps = new LinearTaps(target);
    double scale = 1.0 / ((double) target / source);
    for (int i = 0; i < target; i++) {
      float at = (float) ((i + 0.5) * scale - 0.5);
      int first = (int) Math.floor(at);
      float fraction = at - first;
      taps.first[i] = first;
      taps.weight0[i] = (int) Math.rint((1f - fraction) * ONE);
      taps.weight1[i] = (int) Math.rint(fraction * ONE);
    }
    return taps;
  }
}
