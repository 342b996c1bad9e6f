package dev.hearth.machine.usage;

import dev.hearth.machine.accelerator.PciAddress;
import java.util.Map;
import java.util.Optional;

/**
 * One opening of a DRM device, as its driver accounts for it. Source: /proc/PID/fdinfo/N, in the
 * kernel's drm-usage-stats.
 *
 * @param driver amdgpu, i915, xe, panthor, amdxdna_accel_driver, …
 * @param address of its device; empty where that is not on PCI
 * @param id the client's; handles that were duplicated repeat it
 * @param engines nanoseconds that each was busy for this client
 * @param cycles the same in cycles, of drivers that count so
 * @param memory bytes, by region: vram, gtt, system0, …
 */
public record DrmClient(
    String driver,
    Optional<PciAddress> address,
    String id,
    Map<String, Long> engines,
    Map<String, Cycles> cycles,
    Map<String, Long> memory) {
  /** What an amdgpu is called here that tells memory alone: before Linux 5.19. */
  public static final String OLD_AMDGPU = "amdgpu before Linux 5.19";

  public DrmClient {
    engines = Map.copyOf(engines);
    cycles = Map.copyOf(cycles);
    memory = Map.copyOf(memory);
  }

  /**
   * Cycles of one engine.
   *
   * @param busy for this client
   * @param total that went by; empty where the driver does not tell
   */
  public record Cycles(long busy, Optional<Long> total) {}

  /** What tells it from others, over all processes: a handle may be inherited. */
  public Key key() {
    return new Key(driver, address, id);
  }

  /** What tells a client from others. */
  public record Key(String driver, Optional<PciAddress> address, String id) {}

  /** All its memory but plain pages that the processor works on. */
  public long deviceMemory() {
    return memory.entrySet().stream()
        .filter(region -> !region.getKey().equals("cpu"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
