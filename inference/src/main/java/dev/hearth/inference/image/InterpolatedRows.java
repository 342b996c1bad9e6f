package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The rows of a bilinear resize that takes two neighbours in each direction. Neighbours are
 * gathered one by one; all arithmetic is in loops that the JIT makes vectors of, see {@link Lanes}.
 */
final class InterpolatedRows implements BilinearRows {
  private static final int CHANNELS = 3;

  private final Picture source;
  private final LinearTaps across;
  private final LinearTaps down;
  private final int[] left;
  private final int[] right;
  private final int[][] blended;
  private int[][] upper;
  private int[][] lower;
  private int upperY = -1;
  private int lowerY = -1;

  InterpolatedRows(Picture source, int width, int height) {
    this.source = source;
    this.across = LinearTaps.across(source.width(), width);
    this.down = LinearTaps.down(source.height(), height);
    this.left = new int[width];
    this.right = new int[width];
    this.blended = new int[CHANNELS][width];
    this.upper = new int[CHANNELS][width];
    this.lower = new int[CHANNELS][width];
  }

  @Override
  public void compute(int y, int[] out) {
    int last = source.height() - 1;
    load(Math.clamp(down.first[y], 0, last), Math.clamp(down.first[y] + 1, 0, last));
    for (int i = 0; i < CHANNELS; i++) {
      blend(upper[i], lower[i], down.weight0[y], down.weight1[y], blended[i]);
    }
    Pixels.pack(blended[0], blended[1], blended[2], out);
  }

  /** Makes two source rows the upper and the lower one, computing what is not there yet. */
  private void load(int first, int second) {
    if (first != upperY && first == lowerY) {
      int[][] kept = upper;
      upper = lower;
      lower = kept;
      lowerY = upperY;
      upperY = first;
    }
    if (first != upperY) {
      interpolate(first, upper);
      upperY = first;
    }
    if (second != lowerY) {
      interpolate(second, lower);
      lowerY = second;
    }
  }

  private void interpolate(int y, int[][] target) {
    gather(y);
    for (int i = 0; i < CHANNELS; i++) {
      weigh(left, right, across.weight0, across.weight1, 24 - 8 * i, target[i]);
    }
  }

  private void gather(int y) {
    MemorySegment pixels = source.pixels();
    int start = y * source.width();
    int step = Math.min(1, source.width() - 1);
    for (int x = 0; x < left.length; x++) {
      int at = start + across.first[x];
      left[x] = pixels.getAtIndex(JAVA_INT, at);
      right[x] = pixels.getAtIndex(JAVA_INT, at + step);
    }
  }

  private static void weigh(
      int[] left, int[] right, int[] weight0, int[] weight1, int shift, int[] target) {
    for (int x = 0; x < target.length; x++) {
      int sum = weight0[x] * ((left[x] >>> shift) & 0xff);
      target[x] = (sum + weight1[x] * ((right[x] >>> shift) & 0xff)) >> 4;
    }
  }

  private static void blend(int[] upper, int[] lower, int weight0, int weight1, int[] target) {
    for (int x = 0; x < target.length; x++) {
      target[x] = (((weight0 * upper[x]) >> 16) + ((weight1 * lower[x]) >> 16) + 2) >> 2;
    }
  }
}
