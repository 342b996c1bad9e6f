package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;

/**
 * One kind of memory of a device, in bytes.
 *
 * @param total all of it
 * @param used what others have taken; unknown counts as nothing, and the report says so
 */
public record Pool(Reading<Long> total, Reading<Long> used) {

  /** A pool of which nothing is known. */
  public static Pool unknown(String reason) {
    return new Pool(Reading.unknown(reason), Reading.unknown(reason));
  }

  /** A pool of known size and use. */
  public static Pool of(long total, long used) {
    return new Pool(Reading.known(total), Reading.known(used));
  }

  /** What is left; never below nothing, though counters read one after the other may say so. */
  public Reading<Long> free() {
    return switch (total) {
      case Known<Long>(Long all) ->
          Reading.known(Math.clamp(all - used.asOptional().orElse(0L), 0, Amount.LARGEST));
      case Unknown<Long> unknown -> unknown;
    };
  }
}
