package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.weights.Transformer;
import java.util.Optional;

/**
 * Work space of a language model: what flows through its layers for one batch of tokens, and the
 * scores over the vocabulary. The larger of both, since one is over when the other begins.
 *
 * <p>The form of the formula is the one Ollama used for Llama up to 0.24 ({@code fs/ggml/ggml.go},
 * {@code GraphSize}, all layers on the device); other models differ, so it is an estimate.
 */
final class GraphBuffers {
  private static final int FLOAT = 4;

  private GraphBuffers() {}

  static Amount of(Reading<Transformer> model, NeedOptions options) {
    return switch (model) {
      case Unknown<Transformer>(String reason) -> Amount.unknown(reason);
      case Known<Transformer>(Transformer shape) -> of(shape, options);
    };
  }

  private static Amount of(Transformer shape, NeedOptions options) {
    Optional<Long> embedding = believed(shape.embeddingLength());
    Optional<Long> vocabulary = believed(shape.vocabulary());
    Optional<Long> heads = believed(shape.heads());
    if (embedding.isEmpty() || vocabulary.isEmpty() || heads.isEmpty()) {
      return Amount.unknown("the file tells no embedding length, heads or vocabulary");
    }
    // Flash attention keeps the mask, but no scores of each head.
    long scores = options.flashAttention() ? 1 : 1 + heads.get();
    double layers = 1.0 + 4 * embedding.get() + (double) options.contextTokens() * scores;
    double output = (double) embedding.get() + vocabulary.get();
    double bytes = FLOAT * KvCache.BATCH * Math.max(layers, output);
    if (bytes > Amount.LARGEST) {
      return Amount.unknown("the work space would be larger than any memory");
    }
    return Amount.of(
        (long) bytes,
        Basis.ESTIMATE,
        Quantity.format(
            "4 bytes × %d tokens at once × the larger of (1 + 4 × %d + %d × %d) and (%d + %d)",
            KvCache.BATCH,
            embedding.get(),
            options.contextTokens(),
            scores,
            embedding.get(),
            vocabulary.get()));
  }

  private static Optional<Long> believed(Reading<Long> number) {
    return number.asOptional().filter(value -> value >= 0 && value < 1L << 40);
  }
}
