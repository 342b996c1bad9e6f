package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.weights.Attention;
import dev.hearth.planning.weights.Transformer;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model's key-value cache: keys and values of every token, for every layer that attends.
 *
 * <p>Multi-head latent attention keeps one compressed vector of which the values are a part: so
 * llama.cpp since January 2026 (pull request 19067); before, it kept them apart, almost twice as
 * much.
 *
 * @param amount all layers together
 * @param layers bytes of each layer, the first one first; empty where unknown
 */
record KvCache(Amount amount, List<Long> layers) {
  /** Tokens computed at once ({@code n_ubatch}); a windowed layer keeps them beside its window. */
  static final long BATCH = 512;

  static KvCache of(Reading<Transformer> model, NeedOptions options) {
    return switch (model) {
      case Unknown<Transformer>(String reason) -> unknown(reason);
      case Known<Transformer>(Transformer shape) ->
          switch (shape.attention()) {
            case Unknown<Attention>(String reason) -> unknown(reason);
            case Known<Attention>(Attention attention) -> of(attention, options);
          };
    };
  }

  private static KvCache unknown(String reason) {
    return new KvCache(Amount.unknown(reason), List.of());
  }

  private static KvCache of(Attention attention, NeedOptions options) {
    List<Long> layers = new ArrayList<>();
    long sum = 0;
    try {
      for (int layer = 0; layer < attention.kvHeads().size(); layer++) {
        long tokens = Math.multiplyExact(tokens(attention, layer, options), options.parallel());
        long numbers = Math.multiplyExact(attention.numbersPerToken(layer), tokens);
        long bytes = options.kvType().bytes(numbers);
        layers.add(bytes);
        sum = Math.addExact(sum, bytes);
      }
    } catch (ArithmeticException tooLarge) {
      return unknown("the cache would be larger than any memory");
    }
    return sum > Amount.LARGEST
        ? unknown("the cache would be larger than any memory")
        : new KvCache(Amount.of(sum, Basis.COMPUTED, formula(attention, options)), layers);
  }

  private static long tokens(Attention attention, int layer, NeedOptions options) {
    return attention.isWindowed(layer)
        ? Math.min(options.contextTokens(), attention.windowTokens() + BATCH)
        : options.contextTokens();
  }

  private static String formula(Attention attention, NeedOptions options) {
    long caching = attention.kvHeads().stream().filter(heads -> heads > 0).count();
    long smallest = attention.kvHeads().stream().mapToLong(Long::longValue).min().orElse(0);
    long largest = attention.kvHeads().stream().mapToLong(Long::longValue).max().orElse(0);
    String heads = smallest == largest ? largest + "" : "up to " + largest;
    String perHead =
        attention.latent()
            ? attention.keyLength() + " numbers (latent attention: no values of their own)"
            : "(" + attention.keyLength() + " + " + attention.valueLength() + " numbers)";
    return Quantity.format(
        "%d layers × %d tokens × %s key-value heads × %s × %.4g bytes (%s) × %d at once%s",
        caching,
        options.contextTokens(),
        heads,
        perHead,
        options.kvType().bytesPerNumber(),
        options.kvType().id(),
        options.parallel(),
        window(attention));
  }

  private static String window(Attention attention) {
    if (attention.windowTokens() == 0) {
      return "";
    }
    long windowed = attention.windowed().stream().filter(flag -> flag).count();
    return windowed > 0
        ? Quantity.format(
            "; %d of the layers look back %d tokens only", windowed, attention.windowTokens())
        : Quantity.format(
            "; at most: layers with a window of %d tokens, which the file does not name, keep less",
            attention.windowTokens());
  }
}
