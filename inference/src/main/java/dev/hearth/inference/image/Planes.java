package dev.hearth.inference.image;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Pixels as the planes of a float tensor: (value − mean) · scale for each channel.
 *
 * @param order which channel comes first
 * @param mean for each plane, on the 0–255 scale
 * @param scale for each plane
 */
public record Planes(Order order, List<Float> mean, List<Float> scale) {

  /** The order of the planes. */
  public enum Order {
    RGB,
    BGR
  }

  public Planes {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
  }

  /** The same mean and scale for every channel. */
  public static Planes of(Order order, float mean, float scale) {
    return new Planes(order, List.of(mean, mean, mean), List.of(scale, scale, scale));
  }

  /**
   * Writes a picture into the left top of a CHW block.
   *
   * @param target three planes of {@code planeWidth × planeHeight}, from {@code offset} on; what
   *     the picture does not cover stays as it is
   */
  public void write(
      Picture picture, FloatBuffer target, int offset, int planeWidth, int planeHeight) {
    int[] row = new int[picture.width()];
    PlaneRows rows = new PlaneRows(this, row.length);
    for (int y = 0; y < picture.height(); y++) {
      Pixels.read(picture, 0, y, row.length, row, 0);
      rows.write(row, target, offset + y * planeWidth, planeWidth * planeHeight);
    }
  }
}
