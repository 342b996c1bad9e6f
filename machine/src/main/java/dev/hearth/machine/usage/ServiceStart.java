package dev.hearth.machine.usage;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.time.Instant;

/** When a service was started, by its oldest process: older lines of its log are another's. */
public final class ServiceStart {
  /** USER_HZ, which every architecture of Linux here shows to programs. */
  private static final long TICKS_A_SECOND = 100;

  private static final Duration SLACK = Duration.ofSeconds(2);
  private static final String STAT = "/proc/stat";
  private static final String BOOT = "btime ";

  private ServiceStart() {}

  /** When the service's oldest process began, a little before rather than after. */
  public static Reading<Instant> of(Machine machine, ServiceMarks marks) {
    Reading<Long> boot =
        machine
            .lines(STAT)
            .flatMap(lines ->
                lines.stream()
                    .filter(line -> line.startsWith(BOOT))
                    .findFirst()
                    .map(line -> Numbers.parse(line.substring(BOOT.length()).strip(), STAT))
                    .orElseGet(() -> Reading.unknown(STAT + " does not tell when it was booted")));
    return boot.flatMap(seconds ->
        ServiceProcesses.find(machine, marks)
            .map(found ->
                Instant.ofEpochSecond(seconds + oldest(found) / TICKS_A_SECOND).minus(SLACK)));
  }

  private static long oldest(ServiceProcesses found) {
    return found.processes().stream().mapToLong(ProcessId::startTicks).min().orElse(0);
  }
}
