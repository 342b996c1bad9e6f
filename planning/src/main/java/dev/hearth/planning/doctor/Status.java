package dev.hearth.planning.doctor;

/** The answer to one prerequisite, the worst first. */
public enum Status {
  /** It is not met. */
  FAIL,
  /** It is met, with something to mind. */
  WARN,
  /** It could not be found out. */
  SKIP,
  /** It is met. */
  PASS
}
