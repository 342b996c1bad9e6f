package dev.hearth.inference.image;

/** Computes the rows of a bilinear resize, top to bottom. */
sealed interface BilinearRows {
  /** Writes output row {@code y} as pixel words; rows are asked for in ascending order. */
  void compute(int y, int[] out);

  static BilinearRows of(Picture source, int width, int height) {
    if (source.width() == width && source.height() == height) {
      return new Same(source);
    }
    if (source.width() == 2 * width && source.height() == 2 * height) {
      return new Halved(source);
    }
    return new Interpolated(source, width, height);
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

  /** Two neighbours in each direction. */
  final class Interpolated implements BilinearRows {
    private final Picture source;
    private final LinearTaps across;
    private final LinearTaps down;
    private final int[] row;
    private int[] upper;
    private int[] lower;
    private int upperY = -1;
    private int lowerY = -1;

    Interpolated(Picture source, int width, int height) {
      this.source = source;
      this.across = LinearTaps.across(source.width(), width);
      this.down = LinearTaps.down(source.height(), height);
      // One word more, so that the right neighbour of the last pixel can be read, with weight 0.
      this.row = new int[source.width() + 1];
      this.upper = new int[3 * width];
      this.lower = new int[3 * width];
    }

    @Override
    public void compute(int y, int[] out) {
      int last = source.height() - 1;
      load(Math.clamp(down.first[y], 0, last), Math.clamp(down.first[y] + 1, 0, last));
      int weight0 = down.weight0[y];
      int weight1 = down.weight1[y];
      int width = out.length;
      for (int x = 0; x < width; x++) {
        int red = blend(upper[x], lower[x], weight0, weight1);
        int green = blend(upper[width + x], lower[width + x], weight0, weight1);
        int blue = blend(upper[2 * width + x], lower[2 * width + x], weight0, weight1);
        out[x] = Pixels.pack(red, green, blue);
      }
    }

    private static int blend(int upper, int lower, int weight0, int weight1) {
      return (((weight0 * upper) >> 16) + ((weight1 * lower) >> 16) + 2) >> 2;
    }

    private void load(int first, int second) {
      if (first != upperY && first == lowerY) {
        int[] kept = upper;
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

    private void interpolate(int y, int[] planes) {
      Pixels.read(source, 0, y, source.width(), row, 0);
      int width = planes.length / 3;
      for (int x = 0; x < width; x++) {
        int left = row[across.first[x]];
        int right = row[across.first[x] + 1];
        int weight0 = across.weight0[x];
        int weight1 = across.weight1[x];
        planes[x] = (weight0 * Picture.red(left) + weight1 * Picture.red(right)) >> 4;
        planes[width + x] = (weight0 * Picture.green(left) + weight1 * Picture.green(right)) >> 4;
        planes[2 * width + x] = (weight0 * Picture.blue(left) + weight1 * Picture.blue(right)) >> 4;
      }
    }
  }
}
