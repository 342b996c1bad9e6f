package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * OpenCV's {@code warpAffine} on 8-bit pixels: coordinates in steps of 1/32 of a pixel, so weights
 * are whole 1024ths.
 *
 * <p>Source of the rule: modules/imgproc/src/imgwarp.cpp of OpenCV 4 (4.6 was compared); newer
 * versions have a second path that interpolates in floats and differs by one now and then.
 */
final class AffineWarp {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int WEIGHT_BITS = 2 * STEP_BITS;

  /** Half of one in each of the three lanes of {@link #spread}. */
  private static final long ROUND = ((1L << 40) | (1L << 20) | 1L) << (WEIGHT_BITS - 1);

  private static final int COORDINATE_BITS = 10;
  private static final double COORDINATE_ONE = 1 << COORDINATE_BITS;
  private static final int DROPPED_BITS = COORDINATE_BITS - STEP_BITS;
  private static final int HALF_STEP = 1 << (DROPPED_BITS - 1);

  private final MemorySegment pixels;
  private final int width;
  private final int height;
  private final Affine inverse;
  private final int[] acrossX;
  private final int[] acrossY;

  AffineWarp(Picture source, Affine forward, int targetWidth) {
    this.pixels = source.pixels();
    this.width = source.width();
    this.height = source.height();
    this.inverse = invert(forward);
    this.acrossX = new int[targetWidth];
    this.acrossY = new int[targetWidth];
    for (int x = 0; x < targetWidth; x++) {
      acrossX[x] = fixed(inverse.a() * x);
      acrossY[x] = fixed(inverse.d() * x);
    }
  }

  /** OpenCV's own inversion, term by term: another order rounds otherwise. */
  private static Affine invert(Affine m) {
    double determinant = m.a() * m.e() - m.b() * m.d();
    double factor = determinant == 0 ? 0 : 1.0 / determinant;
    double a = m.e() * factor;
    double b = m.b() * -factor;
    double d = m.d() * -factor;
    double e = m.a() * factor;
    return new Affine(a, b, -a * m.c() - b * m.f(), d, e, -d * m.c() - e * m.f());
  }

  private static int fixed(double coordinate) {
    return (int) Math.rint(coordinate * COORDINATE_ONE);
  }

  /** Computes output row {@code y}. */
  void compute(int y, int[] out) {
    int startX = fixed(inverse.b() * y + inverse.c()) + HALF_STEP;
    int startY = fixed(inverse.e() * y + inverse.f()) + HALF_STEP;
    for (int i = 0; i < out.length; i++) {
      int x = (startX + acrossX[i]) >> DROPPED_BITS;
      int v = (startY + acrossY[i]) >> DROPPED_BITS;
      out[i] = blend(x >> STEP_BITS, v >> STEP_BITS, x & (STEPS - 1), v & (STEPS - 1));
    }
  }

  private int blend(int x, int y, int partX, int partY) {
    int w11 = partX * partY;
    int w10 = partX * STEPS - w11;
    int w01 = partY * STEPS - w11;
    int w00 = STEPS * STEPS - w10 - w01 - w11;
    boolean inside = x >= 0 && y >= 0 && x < width - 1 && y < height - 1;
    int start = inside ? y * width + x : 0;
    int p00 = inside ? pixels.getAtIndex(JAVA_INT, start) : at(x, y);
    int p10 = inside ? pixels.getAtIndex(JAVA_INT, start + 1) : at(x + 1, y);
    int p01 = inside ? pixels.getAtIndex(JAVA_INT, start + width) : at(x, y + 1);
    int p11 = inside ? pixels.getAtIndex(JAVA_INT, start + width + 1) : at(x + 1, y + 1);
    long sum = spread(p00) * w00 + spread(p10) * w10 + spread(p01) * w01 + spread(p11) * w11;
    sum += ROUND;
    int red = (int) (sum >>> (40 + WEIGHT_BITS)) & 0xff;
    int green = (int) (sum >>> (20 + WEIGHT_BITS)) & 0xff;
    int blue = (int) (sum >>> WEIGHT_BITS) & 0xff;
    return Pixels.pack(red, green, blue);
  }

  /** Three lanes of 20 bits, wide enough for a pixel times the sum of the weights. */
  private static long spread(int pixel) {
    return (long) Picture.red(pixel) << 40
        | (long) Picture.green(pixel) << 20
        | Picture.blue(pixel);
  }

  private int at(int x, int y) {
    boolean inside = x >= 0 && x < width && y >= 0 && y < height;
    return inside ? pixels.getAtIndex(JAVA_INT, (long) y * width + x) : 0;
  }
}
