package dev.hearth.planning.fit;

/**
 * How a key-value cache stores its numbers. {@code OLLAMA_KV_CACHE_TYPE} takes the ids; blocks as
 * in GGUF: 34 bytes hold 32 numbers of q8_0, 18 bytes 32 of q4_0.
 */
public enum KvType {
  F16("f16", 64),
  Q8_0("q8_0", 34),
  Q4_0("q4_0", 18);

  private static final int BLOCK = 32;

  private final String id;
  private final int blockBytes;

  KvType(String id, int blockBytes) {
    this.id = id;
    this.blockBytes = blockBytes;
  }

  /** The name in settings. */
  public String id() {
    return id;
  }

  double bytesPerNumber() {
    return (double) blockBytes / BLOCK;
  }

  long bytes(long numbers) {
    return Math.ceilDiv(Math.multiplyExact(numbers, (long) blockBytes), (long) BLOCK);
  }
}
