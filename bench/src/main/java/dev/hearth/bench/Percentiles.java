package dev.hearth.bench;

import java.util.Arrays;

/**
 * How long requests took, in milliseconds, by nearest rank: the smallest measured time that at
 * least this share of the requests did not exceed.
 */
public record Percentiles(double p50, double p95, double p99) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * The percentiles of some times.
   *
   * @param nanos one time for each request, in any order; none gives zeros
   */
  public static Percentiles of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Percentiles(at(sorted, 50), at(sorted, 95), at(sorted, 99));
  }

  private static double at(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = Math.ceilDiv(sorted.length * percent, 100);
    return sorted[rank - 1] / NANOS_PER_MILLI;
  }
}
