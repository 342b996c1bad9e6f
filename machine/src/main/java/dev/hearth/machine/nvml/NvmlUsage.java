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
    return new LiveNvmlUsage(LiveNvml::library, Duration.ofSeconds(5));
  }
}
