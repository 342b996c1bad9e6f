package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.util.List;

/**
 * How an engine would run a model, as far as memory is concerned.
 *
 * @param backend what computes
 * @param engine the engine in words: "llama.cpp (Ollama)"
 * @param overflow what it does with what does not fit
 * @param layers the repeating layers, the first one first; empty where unknown
 * @param atInput bytes of weights that stay in system memory in any case: tables of embeddings
 * @param atOutput bytes of weights after the last layer
 * @param readPerToken bytes of weights read for one token; unknown where there are no tokens
 */
public record Execution(
    Backend backend,
    String engine,
    Overflow overflow,
    List<Layer> layers,
    long atInput,
    long atOutput,
    Reading<Long> readPerToken) {

  /** One repeating layer: its weights, and its part of the key-value cache. */
  public record Layer(long weights, long kvCache) {
    long bytes() {
      return weights + kvCache;
    }
  }

  public Execution {
    layers = List.copyOf(layers);
  }
}
