package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;

/**
 * The shape of a language model, from the keys of a GGUF file or from {@code config.json}.
 *
 * @param architecture its name there: {@code llama}, {@code qwen3moe}, {@code gemma3}
 * @param layers repeating layers
 * @param attention what decides the size of its cache
 * @param contextLength tokens it was trained for
 * @param embeddingLength numbers that pass from layer to layer for each token
 * @param heads attention heads; of the layer that has most, where layers differ
 * @param vocabulary different tokens
 * @param experts how many experts each layer has and how many a token uses
 */
public record Transformer(
    String architecture,
    int layers,
    Reading<Attention> attention,
    Reading<Long> contextLength,
    Reading<Long> embeddingLength,
    Reading<Long> heads,
    Reading<Long> vocabulary,
    Reading<Experts> experts) {

  /** A mixture of experts: {@code used} of {@code all} compute for each token. */
  public record Experts(long all, long used) {}
}
