package dev.hearth.planning.doctor;

/** What all findings on a service come to. */
public enum Verdict {
  /** It can run on an accelerator. */
  READY,
  /** It can run, on the CPU only. */
  CPU_ONLY,
  /** It cannot run here. */
  BLOCKED
}
