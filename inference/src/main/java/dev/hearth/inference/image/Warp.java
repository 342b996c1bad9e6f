package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;

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
    return source;
  }

  /** Pillow's {@code transform(PERSPECTIVE, BICUBIC)} that maps a quad onto a whole picture. */
  public static Picture perspective(
      Picture source, Quad corners, int width, int height, Workspace workspace) {
    return source;
  }

  /** A quarter turn counter-clockwise. */
  public static Picture rotateLeft(Picture source, Workspace workspace) {
    return source;
  }
}
