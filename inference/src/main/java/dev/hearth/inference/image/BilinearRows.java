package dev.hearth.inference.image;

/** Computes the rows of a bilinear resize, top to bottom. */
sealed interface BilinearRows permits BilinearRows.Same, BilinearRows.Halved, InterpolatedRows {
  /** Writes output row {@code y} as pixel words; rows are asked for in ascending order. */
  void compute(int y, int[] out);

  static BilinearRows of(Picture source, int width, int height) {
    if (source.width() == width && source.height() == height) {
      return new Same(source);
    }
    if (source.width() == 2 * width && source.height() == 2 * height) {
      return new Halved(source);
    }
    return new InterpolatedRows(source, width, height);
  }

  /** Nothing to do. */
  record Same(Picture source) implements BilinearRows {
    @Override
    public void compute(int y, int[] out) {
      Pixels.read(source, 0, y, out.length, out, 0);
    }
  }

  /** The rounded average of two by two. */
  final class Halved implements BilinearRows {
    private final Picture source;
    private final int[] upper;
    private final int[] lower;

    Halved(Picture source) {
      this.source = source;
      this.upper = new int[source.width()];
      this.lower = new int[source.width()];
    }

    @Override
    public void compute(int y, int[] out) {
      Pixels.read(source, 0, 2 * y, upper.length, upper, 0);
      Pixels.read(source, 0, 2 * y + 1, lower.length, lower, 0);
      for (int x = 0; x < out.length; x++) {
        int a = upper[2 * x];
        int b = upper[2 * x + 1];
        int c = lower[2 * x];
        int d = lower[2 * x + 1];
        out[x] = average(a, b, c, d, 24) | average(a, b, c, d, 16) | average(a, b, c, d, 8);
      }
    }

    private static int average(int a, int b, int c, int d, int shift) {
      int sum = ((a >>> shift) & 0xff) + ((b >>> shift) & 0xff);
      sum += ((c >>> shift) & 0xff) + ((d >>> shift) & 0xff);
      return ((sum + 2) >> 2) << shift;
    }
  }
}
