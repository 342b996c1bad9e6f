package dev.hearth.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * Measures loads and the processor time they cost.
 *
 * @param photos how many there are to go round
 * @param bounds of each measurement
 */
record Meter(int photos, Bounds bounds) {
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * @param worker the process that does the work; empty when it is not known
   */
  Measured measure(int concurrency, Work.Source work, Optional<ProcessUse> worker) {
    ProcessUse self = ProcessUse.ofThisProcess();
    double selfBefore = nanos(Optional.of(self));
    double workerBefore = nanos(worker);
    Load.Done done = Load.run(concurrency, bounds, photos, work);
    double workerNanos = nanos(worker) - workerBefore;
    double selfNanos = nanos(Optional.of(self)) - selfBefore;
    return new Measured(
        done.nanos().length,
        done.failures(),
        done.perSecond(),
        Percentiles.of(done.nanos()),
        workerNanos / NANOS_PER_MILLI / done.nanos().length,
        selfNanos / 1e9 / done.seconds());
  }

  private static double nanos(Optional<ProcessUse> process) {
    return process
        .flatMap(each -> each.cpu().asOptional())
        .map(Duration::toNanos)
        .map(Long::doubleValue)
        .orElse(Double.NaN);
  }
}
