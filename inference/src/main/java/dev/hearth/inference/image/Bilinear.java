package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;

/**
 * OpenCV's {@code resize} with {@code INTER_LINEAR} on 8-bit pixels, bit for bit.
 *
 * <p>Source of the rule: modules/imgproc/src/resize.cpp of OpenCV 4: weights of 11 bits, rows in
 * 32-bit integers, and {@code VResizeLinear} for 8-bit pixels, which drops four bits of each row
 * and sixteen of each product before it rounds. Halving both sides exactly is an average of four.
 */
public final class Bilinear {
  private Bilinear() {}

  public static Picture resize(Picture source, int width, int height, Workspace workspace) {
    Picture target = Pixels.blank(width, height, workspace);
    BilinearRows rows = BilinearRows.of(source, width, height);
    int[] out = new int[width];
    for (int y = 0; y < height; y++) {
      rows.compute(y, out);
      Pixels.write(out, 0, target, y);
    }
    return target;
  }

  /**
   * The same numbers as {@link #resize} and {@link Planes#write} give, without the picture between
   * them.
   *
   * @param target three planes of {@code planeWidth × planeHeight}, from {@code offset} on; what
   *     the picture does not cover stays as it is
   */
  public static void resizeInto(
      Picture source,
      int width,
      int height,
      Planes planes,
      FloatBuffer target,
      int offset,
      int planeWidth,
      int planeHeight) {
    BilinearRows rows = BilinearRows.of(source, width, height);
    PlaneRows floats = new PlaneRows(planes, width);
    int[] out = new int[width];
    for (int y = 0; y < height; y++) {
      rows.compute(y, out);
      floats.write(out, target, offset + y * planeWidth, planeWidth * planeHeight);
    }
  }
}
