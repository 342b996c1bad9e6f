package dev.hearth.planning.fit;

import dev.hearth.planning.Backend;
import java.util.Map;

/**
 * What a model is to be run with.
 *
 * @param backend what is to compute
 * @param contextTokens tokens a language model keeps for one conversation
 * @param parallel conversations at once
 * @param kvType how the cache stores its numbers
 * @param flashAttention whether attention is computed without keeping all scores
 * @param dimensions sizes of free dimensions of an ONNX model: {@code height=640}
 */
public record NeedOptions(
    Backend backend,
    long contextTokens,
    int parallel,
    KvType kvType,
    boolean flashAttention,
    Map<String, Long> dimensions) {
  /** Ollama's context on most machines; see {@link #contextOfOllama}. */
  public static final long USUAL_CONTEXT = 4096;

  public NeedOptions {
    dimensions = Map.copyOf(dimensions);
    if (contextTokens < 1 || parallel < 1) {
      throw new IllegalArgumentException("a context and a conversation are the least");
    }
  }

  /** One conversation of the usual length. */
  public static NeedOptions of(Backend backend) {
    return new NeedOptions(backend, USUAL_CONTEXT, 1, KvType.F16, false, Map.of());
  }

  /**
   * The context that Ollama takes by itself since 0.15.5, by all VRAM it finds together: 4096
   * tokens below 24 GiB, 32768 below 48, else 262144. An integrated device's shared memory counts
   * too.
   */
  public static long contextOfOllama(long vramBytes) {
    long gib = vramBytes >> 30;
    return gib < 24 ? USUAL_CONTEXT : gib < 48 ? 32_768 : 262_144;
  }

  /** The same with another length of conversation. */
  public NeedOptions withContext(long tokens) {
    return new NeedOptions(backend, tokens, parallel, kvType, flashAttention, dimensions);
  }

  /** The same with another number of conversations at once. */
  public NeedOptions withParallel(int conversations) {
    return new NeedOptions(
        backend, contextTokens, conversations, kvType, flashAttention, dimensions);
  }

  /** The same with another storage of the cache. */
  public NeedOptions withKvType(KvType type) {
    return new NeedOptions(backend, contextTokens, parallel, type, flashAttention, dimensions);
  }
}
