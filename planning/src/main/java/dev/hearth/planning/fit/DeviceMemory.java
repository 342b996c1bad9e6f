package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;

/**
 * The memory a model may lie in on one device.
 *
 * @param device its name, for sentences
 * @param form whether it has memory of its own
 * @param dedicated its own memory. Source on AMD: {@code mem_info_vram_total}, {@code
 *     mem_info_vram_used} of the PCI device; NVIDIA: NVML
 * @param shared system memory it may read (GTT). Source on AMD: {@code mem_info_gtt_total}, {@code
 *     mem_info_gtt_used}; counted for integrated devices only
 * @param ramTotal system memory. Source: {@code MemTotal} of {@code /proc/meminfo}, in bytes
 * @param ramAvailable what of it programs may still get: {@code MemAvailable}, in bytes
 * @param bandwidths how fast these are read
 */
public record DeviceMemory(
    String device,
    Form form,
    Pool dedicated,
    Pool shared,
    Reading<Long> ramTotal,
    Reading<Long> ramAvailable,
    Bandwidths bandwidths) {

  /** How a device's memory relates to the system's. */
  public enum Form {
    /** A card with its own memory behind a link. */
    DISCRETE,
    /** Part of the processor: its memory is system memory. */
    INTEGRATED,
    /** No accelerator: the processor computes. */
    NONE
  }

  /** A computer without an accelerator. */
  public static DeviceMemory processorOnly(
      Reading<Long> ramTotal, Reading<Long> ramAvailable, Reading<Long> bandwidth) {
    String reason = "there is no accelerator";
    return new DeviceMemory(
        "the processor",
        Form.NONE,
        Pool.unknown(reason),
        Pool.unknown(reason),
        ramTotal,
        ramAvailable,
        new Bandwidths(Reading.unknown(reason), bandwidth, Reading.unknown(reason)));
  }
}
