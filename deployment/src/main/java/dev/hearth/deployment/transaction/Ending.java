package dev.hearth.deployment.transaction;

/** How a journal ends. */
public enum Ending {
  COMMITTED,
  ROLLED_BACK,
  /** It ended before anything was changed. */
  UNCHANGED,
  /** Files are as before, and the service is not. */
  BROKEN
}
