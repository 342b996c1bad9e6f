package dev.hearth.cli;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What people call containers: their engines are asked when one is met that has no name yet, in the
 * background, and not all the time.
 */
final class ContainerNames {
  private static final List<String> ENGINES = List.of("podman", "docker");
  private static final long AGAIN = Duration.ofSeconds(30).toNanos();
  private static final int ID_LENGTH = 64;

  private final Supplier<Machine> machines;
  private final LongSupplier nanos;
  private final Map<String, String> known = new ConcurrentHashMap<>();
  private Optional<Long> asked = Optional.empty();
  private List<Thread> asking = List.of();

  /**
   * @param machines the machine as it is when asked
   * @param nanos a clock that only goes forward
   */
  ContainerNames(Supplier<Machine> machines, LongSupplier nanos) {
    this.machines = machines;
    this.nanos = nanos;
  }

  /** All names known so far; asks for those that are not. */
  Map<String, String> of(Set<String> ids) {
    long now = nanos.getAsLong();
    boolean late = asked.map(before -> now - before >= AGAIN).orElse(true);
    if (late && ids.stream().anyMatch(id -> id.length() == ID_LENGTH && !known.containsKey(id))) {
      asked = Optional.of(now);
      Machine machine = machines.get();
      List<Thread> started = new ArrayList<>();
      for (String engine : ENGINES) {
        if (machine.program(engine).isPresent()) {
          started.add(
              Thread.ofPlatform()
                  .name("container-names")
                  .daemon()
                  .start(() -> ask(machine, engine)));
        }
      }
      asking = started;
    }
    return Map.copyOf(known);
  }

  /** Waits for what was asked, for a while. */
  void settle(Duration longest) throws InterruptedException {
    for (Thread each : asking) {
      each.join(longest);
    }
  }

  private void ask(Machine machine, String engine) {
    Reading<String> told =
        machine
            .output(engine, "ps", "--no-trunc", "--format", "{{.ID}}={{.Names}}")
            .map(finished -> finished.stdout());
    told.orElse("")
        .lines()
        .map(line -> line.split("=", 2))
        .filter(cells -> cells.length == 2 && cells[0].length() == ID_LENGTH)
        .forEach(cells -> known.put(cells[0], cells[1].strip()));
  }
}
