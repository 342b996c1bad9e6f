package dev.hearth.server.api;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the machine says of itself from moment to moment; the server asks at most once a second. */
@FunctionalInterface
public interface Samples {
  /** What is known now. May take a moment. */
  Sample now();

  /** Where nothing is known. */
  static Samples none() {
    return () ->
        new Sample(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of());
  }

  /**
   * The machine at one moment.
   *
   * @param cpuShare part of all processors that was busy since the last sample, 0 to 1
   * @param processBytes memory of this process that is resident
   * @param memoryAvailable bytes of the machine's memory that can still be had
   * @param accelerators what there is, busy or not
   */
  record Sample(
      OptionalDouble cpuShare,
      OptionalLong processBytes,
      OptionalLong memoryAvailable,
      List<AcceleratorSample> accelerators) {
    public Sample {
      accelerators = List.copyOf(accelerators);
    }
  }

  /**
   * One accelerator as a whole, whoever uses it.
   *
   * @param id stable name, as {@code hearth detect} says
   * @param name for people
   * @param asleep whether the kernel put it to sleep; nothing else is known then
   * @param busyShare 0 to 1
   */
  record AcceleratorSample(
      String id,
      String name,
      boolean asleep,
      OptionalDouble busyShare,
      Amount dedicated,
      Amount shared,
      Sensors sensors) {}

  /**
   * What its sensors say.
   *
   * @param coreHertz the clock of what computes
   * @param memoryHertz the clock of its memory
   */
  record Sensors(
      OptionalDouble watts,
      OptionalDouble celsius,
      OptionalLong coreHertz,
      OptionalLong memoryHertz) {
    /** Where none says anything. */
    public static Sensors none() {
      return new Sensors(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());
    }
  }

  /** Bytes of memory. */
  record Amount(OptionalLong used, OptionalLong total) {}
}
