package dev.hearth.server.wire;

/** A model's answer that must not be sent: it would be stored as if it were true. */
public final class BrokenAnswer extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenAnswer(String message) {
    super(message);
  }

  static BrokenAnswer notFinite() {
    return new BrokenAnswer(
        "The model gave numbers that are not finite; the device or the model's file is at fault");
  }
}
