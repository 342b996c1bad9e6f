package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;

/**
 * Pillow's resampling, bit for bit: antialiased, two passes, 8-bit between them.
 *
 * <p>Source of the rule: {@code ImagingResample} in Pillow's src/libImaging/Resample.c.
 */
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
    Taps across = Taps.of(source.width(), width, part.left(), part.width(), filter);
    Taps down = Taps.of(source.height(), height, part.top(), part.height(), filter);
    NarrowedRows rows = new NarrowedRows(source, across, down);
    Picture target = Pixels.blank(part.width(), part.height(), workspace);
    Lanes lanes = new Lanes(part.width());
    int[] out = new int[part.width()];
    for (int y = 0; y < part.height(); y++) {
      lanes.weigh(rows.upTo(down.first[y] + down.count[y]), down, y, out);
      Pixels.write(out, 0, target, y);
    }
    return target;
  }
}
