package dev.hearth.planning.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a language model by where an engine may put them.
 *
 * @param tokens bytes of the table of token embeddings
 * @param lookups bytes of the other tables that are only looked up
 * @param repeating bytes of each repeating layer, the first layer first; empty where unknown
 * @param output bytes of what comes after the last layer
 * @param experts bytes, among the repeating ones, of experts of which a token uses only a few
 * @param tied whether the token table is the output matrix too, for lack of one of its own
 */
public record LayerWeights(
    long tokens, long lookups, List<Long> repeating, long output, long experts, boolean tied) {
  /** Nothing is known of layers. */
  public static final LayerWeights NONE = new LayerWeights(0, 0, List.of(), 0, 0, true);

  public LayerWeights {
    repeating = List.copyOf(repeating);
  }

  /** Bytes before the first layer: llama.cpp keeps them in system memory in any case. */
  public long atInput() {
    return lookups + (tied ? 0 : tokens);
  }

  /** Bytes after the last layer: the first that llama.cpp gives the accelerator. */
  public long atOutput() {
    return output + (tied ? tokens : 0);
  }

  /** All bytes; 0 where nothing is known of layers. */
  public long bytes() {
    return tokens + lookups + output + repeating.stream().mapToLong(Long::longValue).sum();
  }

  /** Two parts of one split model, layer by layer. */
  LayerWeights plus(LayerWeights other) throws MalformedException {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < Math.max(repeating.size(), other.repeating.size()); i++) {
      sums.add(Sizes.plus(at(i), other.at(i)));
    }
    return new LayerWeights(
        Sizes.plus(tokens, other.tokens),
        Sizes.plus(lookups, other.lookups),
        sums,
        Sizes.plus(output, other.output),
        Sizes.plus(experts, other.experts),
        tied && other.tied);
  }

  private long at(int layer) {
    return layer < repeating.size() ? repeating.get(layer) : 0;
  }
}
