package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;

/** Geometric transforms as the reference libraries compute them. */
public final class Warp {
  private Warp() {}

  /**
   * OpenCV's {@code warpAffine}, {@code INTER_LINEAR}, border 0.
   *
   * @param forward maps source to destination, as OpenCV takes it
   */
  public static Picture affine(
      Picture source, Affine forward, int width, int height, Workspace workspace) {
    Picture target = Pixels.blank(width, height, workspace);
    AffineWarp warp = new AffineWarp(source, forward, width);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      warp.compute(y, row);
      Pixels.write(row, 0, target, y);
    }
    return target;
  }

  /**
   * The same numbers as {@link #affine} and {@link Planes#write} give, without the picture between
   * them.
   *
   * @param target three planes of {@code width × height}, from {@code offset} on
   */
  public static void affineInto(
      Picture source,
      Affine forward,
      int width,
      int height,
      Planes planes,
      FloatBuffer target,
      int offset) {
    AffineWarp warp = new AffineWarp(source, forward, width);
    PlaneRows floats = new PlaneRows(planes, width);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      warp.compute(y, row);
      floats.write(row, target, offset + y * width, width * height);
    }
  }

  /**
   * Pillow's {@code transform(PERSPECTIVE, BICUBIC)} that maps a quad onto a whole picture.
   *
   * @throws IllegalArgumentException when three corners lie on one line
   */
  public static Picture perspective(
      Picture source, Quad corners, int width, int height, Workspace workspace) {
    Picture target = Pixels.blank(width, height, workspace);
    PerspectiveWarp warp =
        new PerspectiveWarp(source, Homography.onto(corners, width, height), width);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      warp.compute(y, row);
      Pixels.write(row, 0, target, y);
    }
    return target;
  }

  /** A quarter turn counter-clockwise. */
  public static Picture rotateLeft(Picture source, Workspace workspace) {
    Picture target = Pixels.blank(source.height(), source.width(), workspace);
    int[] row = new int[source.width()];
    for (int y = 0; y < source.height(); y++) {
      Pixels.read(source, 0, y, row.length, row, 0);
      for (int x = 0; x < row.length; x++) {
        long at = (long) (row.length - 1 - x) * target.width() + y;
        target.pixels().setAtIndex(JAVA_INT, at, row[x]);
      }
    }
    return target;
  }
}
