package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of a GPU's time each process took. Source: nvmlDeviceGetProcessUtilization, which lists
 * those that took any since a moment in its own time.
 */
final class NvmlShares {
  private static final String FUNCTION = "nvmlDeviceGetProcessUtilization";
  private static final int MOST = 512;

  /** {@code nvmlProcessUtilizationSample_t}: pid, time, and four shares in percent. */
  private static final int SIZE = 32;

  private static final int TIME = 8;
  private static final int MULTIPROCESSORS = 16;
  private static final double WHOLE = 100;

  private final NvmlFunctions nvml;
  private final Map<PciAddress, Long> told;
  private final MemorySegment count;
  private final MemorySegment samples;

  /**
   * @param told the time of the last answer by GPU; written on
   */
  NvmlShares(NvmlFunctions nvml, Arena arena, Map<PciAddress, Long> told) {
    this.nvml = nvml;
    this.told = told;
    count = arena.allocate(JAVA_LONG);
    samples = arena.allocate((long) SIZE * MOST, JAVA_LONG.byteAlignment());
  }

  /** By pid, 0 to 1; who is not listed took none. */
  Reading<Map<Integer, Double>> of(MemorySegment device, PciAddress address) {
    count.set(JAVA_LONG, 0, MOST);
    long since = told.getOrDefault(address, 0L);
    Reading<Integer> status =
        nvml.since(device, FUNCTION, new MemorySegment[] {samples, count}, since);
    if (status.equals(Reading.known(NvmlStatus.NOT_FOUND))) {
      return Reading.known(Map.of());
    }
    return NvmlStatus.read(status, () -> newest(address, since));
  }

  private Map<Integer, Double> newest(PciAddress address, long since) {
    int listed = Math.clamp(count.get(JAVA_INT, 0), 0, MOST);
    Map<Integer, Double> shares = new HashMap<>();
    Map<Integer, Long> times = new HashMap<>();
    long last = since;
    for (int at = 0; at < listed; at++) {
      long offset = (long) at * SIZE;
      int pid = samples.get(JAVA_INT, offset);
      long time = samples.get(JAVA_LONG, offset + TIME);
      int percent = samples.get(JAVA_INT, offset + MULTIPROCESSORS);
      if (pid != 0 && time > since && time >= times.getOrDefault(pid, 0L)) {
        times.put(pid, time);
        shares.put(pid, Math.clamp(percent / WHOLE, 0, 1));
      }
      last = Math.max(last, time);
    }
    told.put(address, last);
    return shares;
  }
}
