package dev.hearth.evidence.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * One of the two that were compared.
 *
 * @param name for people: "rocm", "cpu"
 * @param image that it ran; empty for a program
 * @param batches its turns
 */
public record Side(String name, Optional<String> image, List<Batch> batches) {
  private static final double NANOS_PER_MILLI = 1e6;

  public Side {
    batches = List.copyOf(batches);
  }

  /** Units a second, over the turns. */
  public Spread rate() {
    return Spread.of(batches.stream().mapToDouble(Batch::rate));
  }

  /** Milliseconds of a request, over all requests. */
  public Spread millis() {
    return Spread.of(
        batches.stream()
            .flatMap(batch -> batch.requests().stream())
            .mapToDouble(Duration::toNanos)
            .map(nanos -> nanos / NANOS_PER_MILLI));
  }

  /** Requests that were answered. */
  public int requests() {
    return batches.stream().mapToInt(batch -> batch.requests().size()).sum();
  }

  /** Of one core, of the whole machine; empty where a turn could not tell. */
  public OptionalDouble cpuPercent() {
    return median(Batch::cpuPercent);
  }

  /** Of the accelerators; empty where a turn could not tell. */
  public OptionalDouble watts() {
    return median(Batch::watts);
  }

  private OptionalDouble median(Function<Batch, OptionalDouble> value) {
    List<OptionalDouble> all = batches.stream().map(value).toList();
    return all.isEmpty() || all.stream().anyMatch(OptionalDouble::isEmpty)
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Spread.of(all.stream().mapToDouble(OptionalDouble::getAsDouble)).median());
  }
}
