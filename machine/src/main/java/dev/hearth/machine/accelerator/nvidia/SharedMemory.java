package dev.hearth.machine.accelerator.nvidia;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;

/** The computer's memory, which parts without VRAM compute in. */
final class SharedMemory {
  private static final String FILE = "/proc/meminfo";
  private static final String TOTAL = "MemTotal:";
  private static final int KIB = 1024;

  private SharedMemory() {}

  /** Bytes of RAM. */
  static Reading<Long> total(Machine machine) {
    return machine
        .lines(FILE)
        .flatMap(lines ->
            lines.stream()
                .filter(line -> line.startsWith(TOTAL))
                .findFirst()
                .map(line -> line.substring(TOTAL.length()).replace("kB", "").strip())
                .map(digits -> Numbers.parse(digits, FILE))
                .orElseGet(() -> Reading.unknown(FILE + " has no MemTotal")))
        .flatMap(kib ->
            kib >= 0 && kib <= Long.MAX_VALUE / KIB
                ? Reading.known(kib * KIB)
                : Reading.unknown(FILE + " holds a number that is too large"));
  }
}
