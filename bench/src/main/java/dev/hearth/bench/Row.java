package dev.hearth.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Server and floor at one concurrency, beside the reference.
 *
 * @param server over HTTP
 * @param floor decoding and bare session runs, where they were measured
 */
record Row(BenchTask task, Reference reference, Measured server, Optional<Measured> floor) {
  /** Requests a second, as a multiple of the reference's. */
  double throughputRatio() {
    return server.perSecond() / reference.requestsPerSecond();
  }

  /** The median time, as a share of the reference's. */
  double p50Ratio() {
    return server.millis().p50() / reference.p50Millis();
  }

  /** How much slower than the floor, in percent. */
  OptionalDouble overFloorPercent() {
    return floor
        .map(low -> OptionalDouble.of(100 * (low.perSecond() / server.perSecond() - 1)))
        .orElse(OptionalDouble.empty());
  }

  /** How much more processor time than the floor, in percent. */
  OptionalDouble cpuOverFloorPercent() {
    return floor
        .map(low -> OptionalDouble.of(100 * (server.cpuMillis() / low.cpuMillis() - 1)))
        .orElse(OptionalDouble.empty());
  }

  boolean throughputMet() {
    return throughputRatio() >= Reference.Aim.THROUGHPUT_RATIO;
  }

  boolean p50Met() {
    return p50Ratio() <= Reference.Aim.P50_RATIO;
  }

  /** Whether the floor is near enough; an unmeasured floor is not. */
  boolean floorMet() {
    return overFloorPercent().orElse(Double.POSITIVE_INFINITY) <= Reference.Aim.OVER_FLOOR_PERCENT;
  }
}
