package dev.hearth.evidence.benchmark;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.usage.DeviceActivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Reads the load of the CPU and the power of the accelerators while something else happens. */
final class Meter {
  private static final String STAT = "/proc/stat";
  private static final int IDLE = 3;
  private static final int WAITING = 4;

  /** Guests are counted among user already. */
  private static final int LAST = 7;

  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final double MICRO = 1e6;
  private static final int WHOLE = 100;

  private final Supplier<Machine> machines;
  private final List<PciAddress> accelerators;

  /**
   * A meter.
   *
   * @param machines gives a view that remembers nothing of earlier ones
   * @param accelerators whose power is asked
   */
  Meter(Supplier<Machine> machines, List<PciAddress> accelerators) {
    this.machines = machines;
    this.accelerators = List.copyOf(accelerators);
  }

  /**
   * How long the processors were busy and not, since boot.
   *
   * @param cores how many there are
   */
  record Ticks(long busy, long all, int cores) {}

  /** Now. */
  Reading<Ticks> ticks() {
    return machines.get().text(STAT).flatMap(Meter::parse);
  }

  /** The load between two looks, in percent of one core. */
  static OptionalDouble percent(Reading<Ticks> before, Reading<Ticks> after) {
    Optional<Ticks> first = before.asOptional();
    Optional<Ticks> last = after.asOptional();
    if (first.isEmpty() || last.isEmpty() || last.get().all() <= first.get().all()) {
      return OptionalDouble.empty();
    }
    double busy = last.get().busy() - first.get().busy();
    double all = last.get().all() - first.get().all();
    return OptionalDouble.of(WHOLE * last.get().cores() * busy / all);
  }

  /** Looks at the power until it is ended: what a device takes between two requests is not all. */
  final class Watch {
    private final List<Reading<Double>> seen = new CopyOnWriteArrayList<>();
    private final Thread watching =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  seen.add(watts());
                  Thread.sleep(INTERVAL);
                }
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });

    /** The average; empty where it was not told once. */
    OptionalDouble end() {
      watching.interrupt();
      return seen.isEmpty() || seen.stream().anyMatch(each -> each.asOptional().isEmpty())
          ? OptionalDouble.empty()
          : seen.stream().mapToDouble(each -> each.orElse(0.0)).average();
    }
  }

  Watch watch() {
    return new Watch();
  }

  /** What all accelerators take now; unknown where one does not tell, or there is none. */
  Reading<Double> watts() {
    if (accelerators.isEmpty()) {
      return Reading.unknown("no accelerator is asked about");
    }
    Machine machine = machines.get();
    double sum = 0;
    for (PciAddress each : accelerators) {
      switch (DeviceActivity.read(machine, each).powerMicrowatts()) {
        case Reading.Known<Long>(Long microwatts) -> sum += microwatts / MICRO;
        case Reading.Unknown<Long>(String reason) -> {
          return Reading.unknown(reason);
        }
      }
    }
    return Reading.known(sum);
  }

  static Reading<Ticks> parse(String stat) {
    List<String> lines = stat.lines().filter(line -> line.startsWith("cpu")).toList();
    if (lines.size() < 2) {
      return Reading.unknown(STAT + " names no processor");
    }
    List<Long> fields = new ArrayList<>();
    for (String field : lines.getFirst().strip().split("\\s+", -1)) {
      if (field.matches("[0-9]{1,18}")) {
        fields.add(Long.parseLong(field));
      }
    }
    if (fields.size() <= LAST) {
      return Reading.unknown(STAT + " is cut off");
    }
    long all = fields.subList(0, LAST + 1).stream().mapToLong(Long::longValue).sum();
    long idle = fields.get(IDLE) + fields.get(WAITING);
    int cores = lines.size() - 1;
    return Reading.known(new Ticks(all - idle, all, cores));
  }
}
