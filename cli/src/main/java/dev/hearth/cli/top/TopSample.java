package dev.hearth.cli.top;

import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.AcceleratorActivity;
import dev.hearth.machine.usage.Owner;
import dev.hearth.machine.usage.ProcessUse;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that {@code hearth top} knows at one moment.
 *
 * @param at when, in the time of this place
 * @param processes who uses accelerators
 * @param containerNames by id, as far as an engine told
 * @param engine Hearth's own
 * @param remarks what could not be seen, in sentences
 */
public record TopSample(
    ZonedDateTime at,
    Processor processor,
    Memory memory,
    List<AcceleratorActivity> accelerators,
    List<ProcessUse> processes,
    Map<String, String> containerNames,
    EngineView engine,
    List<String> remarks) {
  public TopSample {
    accelerators = List.copyOf(accelerators);
    processes = List.copyOf(processes);
    containerNames = Map.copyOf(containerNames);
    remarks = List.copyOf(remarks);
  }

  /**
   * The processor since the last sample.
   *
   * @param share of all its cores that was busy, 0 to 1
   * @param cores the same of each; none where that is not known
   */
  public record Processor(Reading<Double> share, List<Double> cores) {
    public Processor {
      cores = List.copyOf(cores);
    }
  }

  /** Bytes of the machine's memory; what is not available is used. */
  public record Memory(Reading<Long> total, Reading<Long> available) {
    Reading<Long> used() {
      return total.flatMap(all -> available.map(free -> all - free));
    }
  }

  /** What people call the owner of a process; empty for what a person started. */
  Optional<String> service(Owner owner) {
    return owner.name(owner.container().flatMap(id -> Optional.ofNullable(containerNames.get(id))));
  }
}
