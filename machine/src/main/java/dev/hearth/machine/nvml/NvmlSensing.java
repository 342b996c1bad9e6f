package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.Reading;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Reads what the sensors of NVIDIA's GPUs say. */
final class NvmlSensing {
  private static final int SM_CLOCK = 1;
  private static final int MEMORY_CLOCK = 2;
  private static final int ON_THE_CHIP = 0;

  /** More is what a driver says that knows nothing. */
  private static final int MOST_CELSIUS = 200;

  private static final int MOST_MHZ = 100_000;
  private static final int MOST_MILLIWATTS = 100_000_000;

  private final NvmlFunctions nvml;
  private final MemorySegment word;
  private final MemorySegment structure;

  NvmlSensing(NvmlFunctions nvml, Arena arena) {
    this.nvml = nvml;
    word = arena.allocate(JAVA_LONG);
    structure = arena.allocate(NvmlStructs.LARGEST, JAVA_LONG.byteAlignment());
  }

  NvmlSensors of(MemorySegment device) {
    return new NvmlSensors(
        NvmlStatus.read(
            nvml.of(device, "nvmlDeviceGetMemoryInfo", structure),
            () -> NvmlStructs.memory(structure)),
        number(nvml.of(device, "nvmlDeviceGetPowerUsage", word), MOST_MILLIWATTS)
            .map(milliwatts -> milliwatts / 1e3),
        number(nvml.of(device, "nvmlDeviceGetTemperature", ON_THE_CHIP, word), MOST_CELSIUS)
            .map(Integer::doubleValue),
        clock(device, SM_CLOCK),
        clock(device, MEMORY_CLOCK));
  }

  private Reading<Integer> clock(MemorySegment device, int kind) {
    return number(nvml.of(device, "nvmlDeviceGetClockInfo", kind, word), MOST_MHZ);
  }

  private Reading<Integer> number(Reading<Integer> status, int most) {
    return NvmlStatus.read(status, () -> word.get(JAVA_INT, 0))
        .flatMap(value ->
            value >= 0 && value <= most
                ? Reading.known(value)
                : Reading.unknown("NVML says " + Integer.toUnsignedString(value)));
  }
}
