package dev.hearth.bench;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process of this machine uses.
 *
 * @param pid its number
 */
record ProcessUse(long pid) {
  private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

  static ProcessUse ofThisProcess() {
    return new ProcessUse(ProcessHandle.current().pid());
  }

  /** Resident memory in MiB. Source: {@code VmRSS} of /proc/PID/status (kB). */
  Reading<Double> resident() {
    return status("VmRSS:");
  }

  /** The most that was ever resident, in MiB. Source: {@code VmHWM} of /proc/PID/status (kB). */
  Reading<Double> peak() {
    return status("VmHWM:");
  }

  /** Processor time of all threads so far; steps of 10 ms. */
  Reading<Duration> cpu() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(Reading::known)
        .orElseGet(() -> Reading.unknown("the system does not tell of process " + pid));
  }

  private Reading<Double> status(String field) {
    Path file = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(field))
          .map(line -> line.replaceAll("\\D", ""))
          .map(digits -> Reading.known(Long.parseLong(digits) / KIBIBYTES_PER_MEBIBYTE))
          .findFirst()
          .orElseGet(() -> Reading.unknown("no " + field + " in " + file));
    } catch (IOException unreadable) {
      return Reading.unknown(file + " cannot be read");
    }
  }
}
