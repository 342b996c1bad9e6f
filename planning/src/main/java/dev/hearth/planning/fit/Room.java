package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.DeviceMemory.Form;

/**
 * What there is for a model, in bytes.
 *
 * @param vram of the device's own memory
 * @param shared of system memory that the device reads
 * @param ram of system memory for what the processor computes, next to {@code shared}
 * @param ramIsOne whether {@code vram}, {@code shared} and {@code ram} come out of one amount: what
 *     the device takes the processor lacks
 */
record Room(long vram, long shared, long ram, boolean ramIsOne) {

  /** For a device that computes. Unknown when the pool a model would lie in is. */
  static Reading<Room> of(DeviceMemory memory) {
    long ram = memory.ramAvailable().asOptional().orElse(Amount.LARGEST);
    long bounded = Math.clamp(ram, 0, Amount.LARGEST);
    return switch (memory.form()) {
      case NONE -> ofProcessor(memory);
      case DISCRETE -> memory.dedicated().free().map(free -> new Room(free, 0, bounded, false));
      case INTEGRATED -> integrated(memory, bounded);
    };
  }

  /** Where the processor computes only system memory counts, and must be known. */
  static Reading<Room> ofProcessor(DeviceMemory memory) {
    return memory
        .ramAvailable()
        .map(free -> new Room(0, 0, Math.clamp(free, 0, Amount.LARGEST), false));
  }

  /**
   * The carve-out and what may be shared, together no more than what programs may still get: so
   * Ollama counts since 0.30, and a model's file passes through the same memory while it loads. A
   * device without a carve-out (Intel, Mali) has only the latter.
   */
  private static Reading<Room> integrated(DeviceMemory memory, long ram) {
    Reading<Long> own = memory.dedicated().free();
    Reading<Long> shared = memory.shared().free();
    if (shared instanceof Unknown<Long>(String why)
        && memory.ramAvailable() instanceof Unknown<Long>) {
      return Reading.unknown(why);
    }
    long vram = Math.min(own.asOptional().orElse(0L), ram);
    long limit = shared instanceof Known<Long>(Long free) ? free : ram;
    return Reading.known(new Room(vram, Math.min(limit, ram - vram), ram, true));
  }

  long onDevice() {
    return vram + shared;
  }

  /** What the processor has left when the device has taken that much. */
  long ramBeside(long onDevice) {
    return ramIsOne ? Math.max(0, ram - onDevice) : ram;
  }

  static boolean hasDevice(DeviceMemory memory, Execution execution) {
    return memory.form() != Form.NONE && execution.backend() != Backend.CPU;
  }
}
