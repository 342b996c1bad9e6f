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
    int top = down.first[0];
    int[] middle = new int[(down.end() - top) * part.width()];
    int[] row = new int[source.width()];
    for (int y = top; y < down.end(); y++) {
      Pixels.read(source, 0, y, row.length, row, 0);
      shrinkRow(row, across, middle, (y - top) * part.width());
    }
    Picture target = Pixels.blank(part.width(), part.height(), workspace);
    int[] out = new int[part.width()];
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < out.length; x++) {
        int at = (down.first[y] - top) * out.length + x;
        out[x] = weigh(middle, at, out.length, down, y);
      }
      Pixels.write(out, 0, target, y);
    }
    return target;
  }

  private static void shrinkRow(int[] row, Taps taps, int[] target, int at) {
    for (int x = 0; x < taps.first.length; x++) {
      target[at + x] = weigh(row, taps.first[x], 1, taps, x);
    }
  }

  private static int weigh(int[] pixels, int from, int stride, Taps taps, int index) {
    int red = Taps.HALF;
    int green = Taps.HALF;
    int blue = Taps.HALF;
    int at = from;
    int weightAt = index * taps.width;
    for (int k = 0; k < taps.count[index]; k++, at += stride) {
      int weight = taps.weights[weightAt + k];
      red += weight * Picture.red(pixels[at]);
      green += weight * Picture.green(pixels[at]);
      blue += weight * Picture.blue(pixels[at]);
    }
    return Pixels.pack(
        clip(red >> Taps.PRECISION), clip(green >> Taps.PRECISION), clip(blue >> Taps.PRECISION));
  }

  private static int clip(int value) {
    return Math.clamp(value, 0, 255);
  }
}
