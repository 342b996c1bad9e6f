package dev.hearth.evidence.benchmark;

import dev.hearth.machine.Machine;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.planning.service.Workload;
import java.time.Instant;
import java.util.List;
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
   * @param workload as its description has it
   * @param accelerators whose power is read
   */
  public record Subject(String service, Workload workload, List<PciAddress> accelerators) {
    public Subject {
      accelerators = List.copyOf(accelerators);
    }
  }

  /** Measures a running service and its twin. */
  public Comparison run(
      Subject subject, Contestants contestants, Turns.Extent extent, Turns.Listener listener) {
    Turns.Measured measured =
        new Turns(new Meter(machines, subject.accelerators()), extent, nanos, listener)
            .measure(contestants.running(), contestants.twin());
    return new Comparison(
        subject.service(),
        subject.workload().counts(),
        subject.workload().says(),
        clock.get(),
        measured.running(),
        measured.twin());
  }

  /** The two that are compared. */
  public record Contestants(Contestant running, Contestant twin) {}
}
