package dev.hearth.inference.engine;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import dev.hearth.inference.runtime.TwinRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * The part of a device's run that is not spent in nodes on the processor, by what these take in the
 * twin's run.
 */
final class TimeShare {
  private TimeShare() {}

  /**
   * What is left of a run when the time of the nodes that stay on the processor is taken off; empty
   * where nothing tells their time. The runtime adds nodes of its own, which the twin does not
   * have: such a one is taken to last as long as the longest of its operator, or else as the
   * longest that stays.
   *
   * @param warm one run on the device
   */
  static OptionalDouble of(Placement placement, TwinRun twin, Duration warm) {
    if (placement.onCpu().isEmpty()) {
      return OptionalDouble.of(1);
    }
    Optional<Duration> longest =
        times(placement.onCpu().stream(), twin).map(Timed::time).max(Comparator.naturalOrder());
    if (longest.isEmpty() || warm.isZero()) {
      return OptionalDouble.empty();
    }
    Map<String, Duration> byOperator = longestByOperator(placement, twin);
    long nanos = 0;
    for (Node node : placement.onCpu()) {
      Duration likely = byOperator.getOrDefault(node.op(), longest.get());
      nanos += twin.byNode().getOrDefault(node.name(), likely).toNanos();
    }
    return OptionalDouble.of(Math.clamp(1 - (double) nanos / warm.toNanos(), 0, 1));
  }

  private static Map<String, Duration> longestByOperator(Placement placement, TwinRun twin) {
    Map<String, Duration> longest = new HashMap<>();
    times(Stream.concat(placement.onDevice().stream(), placement.onCpu().stream()), twin)
        .forEach(timed ->
            longest.merge(
                timed.op(), timed.time(), BinaryOperator.maxBy(Comparator.naturalOrder())));
    return longest;
  }

  /** The nodes that the twin has too. */
  private static Stream<Timed> times(Stream<Node> nodes, TwinRun twin) {
    return nodes.flatMap(node ->
        Optional.ofNullable(twin.byNode().get(node.name()))
            .map(time -> new Timed(node.op(), time))
            .stream());
  }

  private record Timed(String op, Duration time) {}
}
