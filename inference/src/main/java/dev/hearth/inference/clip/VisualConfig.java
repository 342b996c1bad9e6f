package dev.hearth.inference.clip;

import dev.hearth.inference.image.Filter;
import java.util.List;

/**
 * How a visual model wants its pictures. Source: {@code visual/preprocess_cfg.json}.
 *
 * @param size width and height of the input, in pixels
 * @param resize how a picture that is not square becomes square
 * @param filter the interpolation
 * @param mean for red, green and blue, on the 0–1 scale
 * @param deviation for red, green and blue, on the 0–1 scale
 */
public record VisualConfig(
    int size, Resize resize, Filter filter, List<Float> mean, List<Float> deviation) {

  /** How a picture becomes square. */
  public enum Resize {
    /** The shorter side to size, then the centre is cut out. */
    SHORTEST,
    /** Both sides to size, whatever the proportions. */
    SQUASH
  }

  public VisualConfig {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (size < 1 || mean.size() != 3 || deviation.size() != 3 || deviation.contains(0f)) {
      throw new IllegalArgumentException(
          "size " + size + ", mean " + mean + ", standard deviation " + deviation);
    }
  }
}
