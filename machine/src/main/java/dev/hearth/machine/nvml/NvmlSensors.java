package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;

/**
 * What the sensors of one GPU of NVIDIA's say now.
 *
 * @param memory VRAM, and how much of it is taken. Source: nvmlDeviceGetMemoryInfo
 * @param watts Source: nvmlDeviceGetPowerUsage
 * @param celsius Source: nvmlDeviceGetTemperature
 * @param coreMhz the clock of its multiprocessors. Source: nvmlDeviceGetClockInfo
 * @param memoryMhz the clock of its memory. Source: nvmlDeviceGetClockInfo
 */
public record NvmlSensors(
    Reading<NvmlGpu.Memory> memory,
    Reading<Double> watts,
    Reading<Double> celsius,
    Reading<Integer> coreMhz,
    Reading<Integer> memoryMhz) {
  /** Nothing is known, for one reason. */
  public static NvmlSensors unknown(String reason) {
    return new NvmlSensors(
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason));
  }
}
