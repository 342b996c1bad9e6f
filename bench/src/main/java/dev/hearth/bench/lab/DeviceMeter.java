package dev.hearth.bench.lab;

import java.util.Optional;
import java.util.OptionalDouble;

/** What a device tells of itself while it works. */
interface DeviceMeter extends AutoCloseable {
  /** Bytes in use on the device now; of all processes where the meter cannot tell them apart. */
  Optional<Long> memory();

  /** Begins a stretch whose utilization is asked for at its end. */
  Stretch begin();

  /** Who tells, for the report. */
  String source();

  @Override
  void close();

  /** A stretch of time. */
  interface Stretch {
    /** The part of the time since its beginning that the device was busy, 0 to 1. */
    OptionalDouble utilization();
  }

  /** For devices that tell nothing. */
  static DeviceMeter none(String reason) {
    return new DeviceMeter() {
      @Override
      public Optional<Long> memory() {
        return Optional.empty();
      }

      @Override
      public Stretch begin() {
        return OptionalDouble::empty;
      }

      @Override
      public String source() {
        return reason;
      }

      @Override
      public void close() {}
    };
  }
}
