package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;

/**
 * One part of what a model needs.
 *
 * @param bytes how much; unknown with the reason
 * @param basis how sure that is
 * @param reason where it comes from: the file, or a formula with its numbers put in
 */
public record Amount(Reading<Long> bytes, Basis basis, String reason) {
  /** 1 EiB: sums of a few amounts still fit a long. */
  static final long LARGEST = 1L << 60;

  /** How sure an amount is. */
  public enum Basis {
    /** The file says so. */
    READ,
    /** Follows from what the file says. */
    COMPUTED,
    /** A figure from experience. */
    ESTIMATE,
    /** Not known. */
    UNKNOWN
  }

  public Amount {
    if (bytes instanceof Reading.Known<Long>(Long value) && (value < 0 || value > LARGEST)) {
      throw new IllegalArgumentException("an amount of " + value + " bytes");
    }
  }

  static Amount of(long bytes, Basis basis, String reason) {
    return new Amount(Reading.known(bytes), basis, reason);
  }

  static Amount unknown(String reason) {
    return new Amount(Reading.unknown(reason), Basis.UNKNOWN, reason);
  }

  /** The bytes as far as they are known: 0 for an unknown amount. */
  public long knownBytes() {
    return bytes.asOptional().orElse(0L);
  }
}
