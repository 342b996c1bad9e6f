package dev.hearth.bench.lab;

import dev.hearth.bench.Bounds;
import dev.hearth.bench.Load;
import dev.hearth.bench.Median;
import dev.hearth.bench.Percentiles;
import dev.hearth.bench.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** The same work several times over, within a time. */
final class Repeats {
  /** Medians are over as many, unless the time does not reach. */
  static final int WANTED = 3;

  private static final int MOST = 100_000;

  private final DeviceMeter meter;
  private final Supplier<Optional<Duration>> busy;
  private final int lanes;

  /**
   * @param busy time spent in runs so far, of all lanes together
   * @param lanes that may be in runs at once
   */
  Repeats(DeviceMeter meter, Supplier<Optional<Duration>> busy, int lanes) {
    this.meter = meter;
    this.busy = busy;
    this.lanes = lanes;
  }

  /**
   * What one kind of work came to.
   *
   * @param perSecond pieces of work
   */
  record Figures(
      double perSecond,
      double p50Millis,
      double p95Millis,
      int runs,
      int repeats,
      Optional<Double> busy,
      Optional<Double> utilization) {}

  /**
   * @param atOnce callers
   * @param time for all repeats together
   */
  Figures of(int atOnce, Duration time, Work.Source work) {
    List<One> all = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    Bounds bounds = new Bounds(MOST, time.dividedBy(WANTED));
    do {
      all.add(once(atOnce, bounds, work));
    } while (all.size() < WANTED && System.nanoTime() < end);
    return new Figures(
        Median.of(all, One::perSecond),
        Median.of(all, one -> one.millis().p50()),
        Median.of(all, one -> one.millis().p95()),
        all.stream().mapToInt(One::runs).sum(),
        all.size(),
        median(all.stream().map(One::busy).flatMap(Optional::stream).toList()),
        median(
            all.stream()
                .map(One::utilization)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .toList()));
  }

  private static Optional<Double> median(List<Double> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Median.of(values, Double::doubleValue));
  }

  private One once(int atOnce, Bounds bounds, Work.Source work) {
    DeviceMeter.Stretch stretch = meter.begin();
    Optional<Duration> before = busy.get();
    Load.Done done = Load.run(atOnce, bounds, atOnce, work);
    Optional<Double> share =
        before
            .flatMap(was -> busy.get().map(is -> is.minus(was)))
            .map(spent -> spent.toNanos() / (done.seconds() * 1e9 * lanes));
    return new One(
        done.perSecond(),
        Percentiles.of(done.nanos()),
        done.nanos().length,
        share,
        stretch.utilization());
  }

  private record One(
      double perSecond,
      Percentiles millis,
      int runs,
      Optional<Double> busy,
      OptionalDouble utilization) {}
}
