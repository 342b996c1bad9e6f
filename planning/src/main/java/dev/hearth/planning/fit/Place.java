package dev.hearth.planning.fit;

/** Where a part of a model lies. */
public enum Place {
  /** The device's own memory; on an integrated one what the firmware set aside for it. */
  VRAM("VRAM"),
  /** System memory that the device reads itself (GTT). */
  SHARED("shared memory (GTT)"),
  /** System memory that the processor reads, weights mapped from the file. */
  RAM("system memory"),
  /** Nowhere: it does not fit. */
  NOWHERE("nowhere");

  private final String words;

  Place(String words) {
    this.words = words;
  }

  /** The name in a sentence. */
  public String words() {
    return words;
  }
}
