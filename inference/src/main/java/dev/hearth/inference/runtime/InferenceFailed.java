package dev.hearth.inference.runtime;

/** The runtime refused a run or failed in it: our own error, or the device's. */
public final class InferenceFailed extends RuntimeException {
  InferenceFailed(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
