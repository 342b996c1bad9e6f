package dev.hearth.evidence.benchmark;

import java.util.stream.DoubleStream;

/**
 * A median, and between which values the middle half lies.
 *
 * @param low the first quartile
 * @param high the third
 */
public record Spread(double low, double median, double high) {
  private static final double QUARTER = 0.25;
  private static final double HALF = 0.5;

  /**
   * Of one value at least.
   *
   * @throws IllegalArgumentException of none
   */
  static Spread of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    return new Spread(at(sorted, QUARTER), at(sorted, HALF), at(sorted, 1 - QUARTER));
  }

  /** Between two values it is what lies between them, by distance. */
  private static double at(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Whether no value of the middle half is one of the other's. */
  public boolean apartFrom(Spread other) {
    return high < other.low || other.high < low;
  }
}
