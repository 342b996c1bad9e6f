package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the computer as a whole does now.
 *
 * @param ticks of all processors since the start. Source: the first line of /proc/stat
 * @param cores of each processor. Source: the lines behind it
 * @param memoryTotal bytes that the kernel manages. Source: /proc/meminfo
 * @param memoryAvailable bytes that could be had without swapping. Source: /proc/meminfo
 * @param ownResident bytes of this process that are in memory. Source: /proc/self/status {@code
 *     VmRSS}
 */
public record MachineLoad(
    Reading<Ticks> ticks,
    List<Ticks> cores,
    Reading<Long> memoryTotal,
    Reading<Long> memoryAvailable,
    Reading<Long> ownResident) {
  /** Columns of /proc/stat behind "cpu": the time of guests, the last two, is in the first two. */
  private static final int COLUMNS = 8;

  private static final String STAT = "/proc/stat";
  private static final int IDLE = 3;
  private static final int WAITING_FOR_DISKS = 4;

  public MachineLoad {
    cores = List.copyOf(cores);
  }

  /** Time that processors spent, in ticks of the clock. */
  public record Ticks(long busy, long total) {
    /** The part of the time since earlier ticks that was busy; nothing where no time passed. */
    public OptionalDouble shareSince(Ticks before) {
      long passed = total - before.total;
      return passed > 0
          ? OptionalDouble.of(Math.clamp((double) (busy - before.busy) / passed, 0, 1))
          : OptionalDouble.empty();
    }
  }

  /** What it does now. */
  public static MachineLoad read(Machine machine) {
    Reading<List<String>> stat = machine.lines(STAT);
    return new MachineLoad(
        ticks(stat),
        stat.orElse(List.of()).stream()
            .skip(1)
            .takeWhile(line -> line.startsWith("cpu"))
            .flatMap(line -> ticks(line).asOptional().stream())
            .toList(),
        kibibytes(machine, "/proc/meminfo", "MemTotal:"),
        kibibytes(machine, "/proc/meminfo", "MemAvailable:"),
        kibibytes(machine, "/proc/self/status", "VmRSS:"));
  }

  private static Reading<Ticks> ticks(Reading<List<String>> stat) {
    return stat.flatMap(lines ->
        lines.isEmpty() || !lines.getFirst().startsWith("cpu ")
            ? Reading.unknown(STAT + " does not begin with the time of all processors")
            : ticks(lines.getFirst()));
  }

  private static Reading<Ticks> ticks(String line) {
    List<String> words = List.of(line.split(" +", -1));
    if (words.size() <= COLUMNS) {
      return Reading.unknown(STAT + " does not begin with the time of all processors");
    }
    try {
      return Reading.known(ticks(words.subList(1, COLUMNS + 1)));
    } catch (NumberFormatException _) {
      return Reading.unknown(STAT + " says " + line);
    }
  }

  private static Ticks ticks(List<String> columns) {
    long total = columns.stream().mapToLong(Long::parseLong).sum();
    long idle = Long.parseLong(columns.get(IDLE)) + Long.parseLong(columns.get(WAITING_FOR_DISKS));
    return new Ticks(total - idle, total);
  }

  /** A line such as "VmRSS: 12345 kB". */
  private static Reading<Long> kibibytes(Machine machine, String file, String name) {
    return machine
        .lines(file)
        .flatMap(lines -> {
          for (String line : lines) {
            String amount = line.startsWith(name) ? line.substring(name.length()).strip() : "";
            if (amount.matches("[0-9]{1,15} kB")) {
              long number = Long.parseLong(amount.substring(0, amount.length() - " kB".length()));
              return Reading.known(number << 10);
            }
          }
          return Reading.unknown(file + " does not say " + name);
        });
  }
}
