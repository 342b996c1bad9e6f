package dev.hearth.inference.image;

import java.nio.FloatBuffer;

/** Writes rows of pixel words as rows of three float planes. */
final class PlaneRows {
  private final float[] mean = new float[3];
  private final float[] scale = new float[3];
  private final boolean redFirst;
  private final float[] line;

  PlaneRows(Planes planes, int width) {
    for (int i = 0; i < 3; i++) {
      mean[i] = planes.mean().get(i);
      scale[i] = planes.scale().get(i);
    }
    this.redFirst = planes.order() == Planes.Order.RGB;
    this.line = new float[width];
  }

  /**
   * @param at where the row starts in the first plane
   * @param stride from one plane to the next
   */
  void write(int[] row, FloatBuffer target, int at, int stride) {
    for (int plane = 0; plane < 3; plane++) {
      int shift = redFirst ? 24 - 8 * plane : 8 + 8 * plane;
      normalise(row, line, shift, mean[plane], scale[plane]);
      target.put(at + plane * stride, line, 0, line.length);
    }
  }

  /** Arithmetic, not a table: the JIT makes vectors of this loop and cannot of a look-up. */
  private static void normalise(int[] row, float[] line, int shift, float mean, float scale) {
    for (int i = 0; i < line.length; i++) {
      line[i] = (((row[i] >>> shift) & 0xff) - mean) * scale;
    }
  }
}
