package dev.hearth.inference.store;

/**
 * What a check found about one file of a model.
 *
 * @param file relative to the model's folder
 * @param detail why; empty when good
 */
public record FileCheck(String file, Outcome outcome, String detail) {
  /** What a check can find. */
  public enum Outcome {
    /** Its checksum is the one it was placed with. */
    GOOD,
    /** It has no checksum to compare with; it is there and can be parsed. */
    READABLE,
    /** Its checksum differs, in a way that is known and harmless. */
    REWRITTEN,
    /** Its content is not what it should be. */
    CORRUPT,
    /** It is needed and not here. */
    MISSING
  }

  /** Whether the model cannot be trusted with this file. */
  public boolean bad() {
    return outcome == Outcome.CORRUPT || outcome == Outcome.MISSING;
  }
}
