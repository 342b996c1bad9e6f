package dev.hearth.machine.accelerator;

import dev.hearth.machine.Reading;

/**
 * Where an accelerator's data can lie, in bytes.
 *
 * @param dedicated VRAM, or an integrated GPU's carve-out. Source: amdgpu {@code
 *     mem_info_vram_total}, NVML, xe/i915 local memory
 * @param dedicatedUsed how much of it is taken now
 * @param shared system memory the driver lets it use (AMD: GTT, {@code mem_info_gtt_total})
 * @param sharedUsed how much of that is taken now
 * @param visible what of the dedicated memory the CPU can address (BAR)
 */
public record AcceleratorMemory(
    Reading<Long> dedicated,
    Reading<Long> dedicatedUsed,
    Reading<Long> shared,
    Reading<Long> sharedUsed,
    Reading<Long> visible) {

  /** Nothing is known, for one reason. */
  public static AcceleratorMemory unknown(String reason) {
    return new AcceleratorMemory(
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason));
  }
}
