package dev.hearth.evidence.verdict;

/** How much a testimony counts, from little to much. docs/verify.md has the table. */
public enum Weight {
  /** Nothing: the witness is silent. */
  NONE,
  /** It fits, but others could be the cause. Never proves, never refutes. */
  SUPPORT,
  /**
   * A condition without which it cannot compute there. Seen, it proves nothing; seen to be missing,
   * it refutes.
   */
  NECESSARY,
  /** Seen of this service while it worked: proves, or refutes. */
  PROOF,
  /** Against only: it may compute there, but what comes out cannot be used. */
  VETO,
  /** Against only: the service itself says that it fell back. Nothing outweighs it. */
  DECISIVE
}
