package dev.hearth.inference.engine;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import dev.hearth.inference.runtime.TwinRun;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The part of a device's run that is not spent in nodes on the processor, by what these take in the
 * twin's run.
 */
final class TimeShare {
  private TimeShare() {}

  /**
   * What is left of a run when the time of the nodes that stay on the processor is taken off; empty
   * where the time of one cannot be told. The runtime adds nodes of its own: such a one is taken to
   * last as long as the longest of its operator.
   *
   * @param warm one run on the device
   */
  static OptionalDouble of(Placement placement, TwinRun twin, Duration warm) {
    if (placement.onCpu().isEmpty()) {
      return OptionalDouble.of(1);
    }
    if (warm.isZero()) {
      return OptionalDouble.empty();
    }
    Map<String, Duration> longest = longest(placement, twin);
    long nanos = 0;
    for (Node node : placement.onCpu()) {
      Duration known = twin.byNode().get(node.name());
      Duration time = known == null ? longest.get(node.op()) : known;
      if (time == null) {
        return OptionalDouble.empty();
      }
      nanos += time.toNanos();
    }
    return OptionalDouble.of(Math.clamp(1 - (double) nanos / warm.toNanos(), 0, 1));
  }

  private static Map<String, Duration> longest(Placement placement, TwinRun twin) {
    Map<String, Duration> longest = new HashMap<>();
    Stream.concat(placement.onDevice().stream(), placement.onCpu().stream())
        .forEach(node -> {
          Duration time = twin.byNode().get(node.name());
          if (time != null) {
            longest.merge(node.op(), time, (a, b) -> a.compareTo(b) > 0 ? a : b);
          }
        });
    return longest;
  }
}
