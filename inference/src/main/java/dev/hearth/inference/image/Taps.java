package dev.hearth.inference.image;

/**
 * Which source pixels make an output pixel and how much each weighs: Pillow's {@code
 * precompute_coeffs} and {@code normalize_coeffs_8bpc} (src/libImaging/Resample.c).
 */
final class Taps {
  /** Fraction bits of a weight: 32 less 8 for the pixel less 2 for overshoot and sign. */
  static final int PRECISION = 32 - 8 - 2;

  /** Half of one, so that the shift rounds. */
  static final int HALF = 1 << (PRECISION - 1);

  /** Weights are read in groups of so many. */
  static final int STEP = 2;

  /** The first source pixel of each output pixel. */
  final int[] first;

  /** How many source pixels make each output pixel. */
  final int[] count;

  /** {@link #width} weights for each output pixel, in 22-bit fixed point; unused ones are 0. */
  final int[] weights;

  /** The room for the weights of one output pixel, a multiple of {@link #STEP}. */
  final int width;

  private Taps(int length, int width) {
    this.first = new int[length];
    this.count = new int[length];
    this.weights = new int[length * width];
    this.width = width;
  }

  /**
   * The taps along one axis.
   *
   * @param source the number of source pixels
   * @param target the number of pixels they would become
   * @param from the first output pixel that is wanted
   * @param length how many are wanted
   */
  static Taps of(int source, int target, int from, int length, Filter filter) {
    double scale = (double) source / target;
    double stretch = Math.max(scale, 1.0);
    double support = filter.support() * stretch;
    int room = ((int) Math.ceil(support) * 2 + 1 + STEP - 1) / STEP * STEP;
    Taps taps = new Taps(length, room);
    double[] exact = new double[room];
    for (int i = 0; i < length; i++) {
      double center = (from + i + 0.5) * scale;
      int low = Math.max((int) (center - support + 0.5), 0);
      int high = Math.min((int) (center + support + 0.5), source);
      taps.first[i] = low;
      taps.count[i] = high - low;
      double sum = 0;
      for (int k = 0; k < high - low; k++) {
        exact[k] = filter.at((k + low - center + 0.5) * (1.0 / stretch));
        sum += exact[k];
      }
      for (int k = 0; k < high - low; k++) {
        taps.weights[i * room + k] = fixed(sum == 0 ? exact[k] : exact[k] / sum);
      }
    }
    return taps;
  }

  private static int fixed(double weight) {
    double scaled = weight * (1 << PRECISION);
    return (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
  }

  /** The last source pixel of the last output pixel, exclusive. */
  int end() {
    int last = first.length - 1;
    return first[last] + count[last];
  }
}
