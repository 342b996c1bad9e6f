package dev.hearth.evidence.diagnosis;

/** An expression took too many steps on one line. */
final class Impatience extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Impatience() {
    super("an expression took too long", null, false, false);
  }
}
