package dev.hearth.planning.fit;

/** Whether a model fits, in one word. */
public enum Verdict {
  /** All lies in the device's own memory, or in system memory where the processor computes. */
  FITS,
  /** All lies where the device reads it, part of it in system memory (GTT). */
  FITS_SHARED,
  /** Part of it lies where the device does not compute it, and costs time. */
  SPILLS,
  /** It will not run this way. */
  DOES_NOT_FIT,
  /** Too little is known. */
  UNKNOWN
}
