package dev.hearth.evidence.benchmark;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One benchmark of a service.
 *
 * @param machines gives a view of the machine that remembers nothing of earlier ones
 * @param nanos a clock that only goes forward
 * @param clock the time of day
 */
public record Benchmark(Supplier<Machine> machines, LongSupplier nanos, Supplier<Instant> clock) {

  /**
   * What is measured.
   *
   * @param service its id
   * @param work that it is given
   * @param notes what to mind of the work, in a sentence
   * @param accelerators whose power is read
   */
  public record Subject(String service, Work work, String notes, List<PciAddress> accelerators) {
    public Subject {
      accelerators = List.copyOf(accelerators);
    }
  }

  /** Measures a running service and its twin. */
  public Comparison run(
      Subject subject, Contestants contestants, Turns.Extent extent, Turns.Listener listener) {
    return compared(
        subject,
        new Turns(new Meter(machines, subject.accelerators()), extent, nanos, listener)
            .measure(contestants.running(), contestants.twin()));
  }

  /** How busy the machine is with other work, in percent of one core, over a while. */
  public OptionalDouble busy(Duration longest) {
    Meter meter = new Meter(machines, List.of());
    Reading<Meter.Ticks> before = meter.ticks();
    try {
      Thread.sleep(longest);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Meter.percent(before, meter.ticks());
  }

  /** What was measured, or a part of it, as it is told. */
  public Comparison compared(Subject subject, Turns.Measured measured) {
    return new Comparison(
        subject.service(),
        new Comparison.Kind(subject.work().unit(), subject.work().mark()),
        subject.notes(),
        clock.get(),
        measured.running(),
        measured.twin());
  }

  /** The two that are compared. */
  public record Contestants(Contestant running, Contestant twin) {}
}
