package dev.hearth.evidence.verdict;

/** On which side a witness is. */
public enum Stance {
  /** For computing on the accelerator. */
  FOR,
  /** Against it. */
  AGAINST,
  /** It cannot see, or what it saw means nothing. */
  SILENT
}
