package dev.hearth.planning.weights;

import java.util.List;

/**
 * What decides the size of a key-value cache.
 *
 * @param kvHeads key-value heads of each layer, the first layer first; 0 where a layer keeps a
 *     recurrent state instead of a cache
 * @param keyLength numbers in a key, per head
 * @param valueLength numbers in a value, per head
 * @param latent whether keys and values are one compressed vector (multi-head latent attention), of
 *     which the values are a part and take no room of their own
 * @param windowTokens tokens that a layer with a sliding window looks back; 0 without windows
 * @param windowed which layers have a sliding window; empty where the file does not tell
 */
public record Attention(
    List<Long> kvHeads,
    long keyLength,
    long valueLength,
    boolean latent,
    long windowTokens,
    List<Boolean> windowed) {
  public Attention {
    kvHeads = List.copyOf(kvHeads);
    windowed = List.copyOf(windowed);
  }

  /** Numbers kept for one token in one layer. */
  public long numbersPerToken(int layer) {
    return kvHeads.get(layer) * (latent ? keyLength : keyLength + valueLength);
  }

  /** Whether this layer is known to look back only {@link #windowTokens}. */
  public boolean isWindowed(int layer) {
    return windowTokens > 0 && layer < windowed.size() && windowed.get(layer);
  }
}
