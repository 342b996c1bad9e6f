package dev.hearth.evidence.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What one side did in one turn.
 *
 * @param requests how long each took
 * @param units what the answers count for: photos, tokens, sentences
 * @param wall how long all took, without what lies between them
 * @param cpuPercent of one core, of the whole machine, this program's part in it as well
 * @param watts of the accelerators, on average
 */
public record Batch(
    List<Duration> requests,
    double units,
    Duration wall,
    OptionalDouble cpuPercent,
    OptionalDouble watts) {
  private static final double NANOS = 1e9;

  public Batch {
    requests = List.copyOf(requests);
    if (requests.isEmpty() || wall.isZero() || wall.isNegative()) {
      throw new IllegalArgumentException("a turn without a request tells nothing");
    }
  }

  /** How much a second. */
  public double rate() {
    return units * NANOS / wall.toNanos();
  }
}
