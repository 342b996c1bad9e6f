package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.List;

/** Tells who uses NVIDIA's GPUs, each time anew. */
@FunctionalInterface
public interface NvmlUsage {
  /** Every GPU that answers. */
  Reading<List<NvmlUse>> now();

  /** For machines where there is nobody to ask. */
  static NvmlUsage absent(String reason) {
    return () -> Reading.unknown(reason);
  }

  /** This computer's library, loaded when first asked. */
  static NvmlUsage live() {
    return new LiveNvmlUsage(
        LiveNvml::library, Duration.ofSeconds(5), LiveNvmlUsage.Asking.NOW_AND_THEN);
  }

  /**
   * The same for who asks every second: the library stays open between, which keeps the GPUs awake,
   * and tells the share of each process, too.
   */
  static NvmlUsage watching() {
    return new LiveNvmlUsage(
        LiveNvml::library, Duration.ofSeconds(5), LiveNvmlUsage.Asking.ALL_THE_TIME);
  }
}
