package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A model's shape out of the keys of its GGUF file. */
final class GgufShape {
  /** More layers, heads or numbers in a head than any model has: the file is not to be believed. */
  private static final long MOST_LAYERS = 4096;

  private static final long LARGEST_PART = 1 << 20;

  private final GgufKeys keys;
  private final String architecture;

  private GgufShape(GgufKeys keys, String architecture) {
    this.keys = keys;
    this.architecture = architecture;
  }

  static Reading<Transformer> of(GgufKeys keys) {
    Optional<String> architecture = keys.architecture();
    return architecture.isEmpty()
        ? Reading.unknown("the file has no general.architecture")
        : new GgufShape(keys, architecture.get()).shape();
  }

  private Reading<Transformer> shape() {
    return switch (number("block_count")) {
      case Known<Long>(Long layers) when layers > 0 && layers <= MOST_LAYERS ->
          Reading.known(transformer(layers.intValue()));
      case Known<Long>(Long layers) -> Reading.unknown("block_count is " + layers);
      case Unknown<Long>(String reason) -> Reading.unknown(reason);
    };
  }

  private Transformer transformer(int layers) {
    return new Transformer(
        architecture,
        layers,
        attention(layers),
        number("context_length"),
        number("embedding_length"),
        heads(),
        vocabulary(),
        experts());
  }

  private Reading<Attention> attention(int layers) {
    Optional<List<Long>> kvHeads = kvHeads(layers);
    Optional<Long> key = headLength("attention.key_length");
    Optional<Long> value = headLength("attention.value_length");
    if (kvHeads.isEmpty() || key.isEmpty() || value.isEmpty()) {
      return Reading.unknown(
          "the file does not tell the key-value heads of " + architecture + " or their length");
    }
    boolean latent =
        keys.list(key("attention.kv_lora_rank")).isPresent()
            && keys.list(key("attention.key_length_mla")).isPresent();
    long window = believed(number("attention.sliding_window")).orElse(0L);
    return Reading.known(
        new Attention(kvHeads.get(), key.get(), value.get(), latent, window, windowed(layers)));
  }

  /** One number for all layers, or one for each; as many as attention heads where not told. */
  private Optional<List<Long>> kvHeads(int layers) {
    List<Long> found =
        keys.list(key("attention.head_count_kv"))
            .or(() -> keys.list(key("attention.head_count")))
            .orElse(List.of());
    boolean believable = found.stream().allMatch(count -> count >= 0 && count <= LARGEST_PART);
    if (!believable || (found.size() != 1 && found.size() != layers)) {
      return Optional.empty();
    }
    return Optional.of(
        found.size() == layers ? found : Collections.nCopies(layers, found.getFirst()));
  }

  /** As told, or the embedding cut evenly among the heads. */
  private Optional<Long> headLength(String name) {
    if (number(name) instanceof Known<Long> told) {
      return believed(told);
    }
    Optional<Long> embedding = believed(number("embedding_length"));
    Optional<Long> heads = believed(heads()).filter(count -> count > 0);
    return embedding.isPresent() && heads.isPresent()
        ? Optional.of(embedding.get() / heads.get())
        : Optional.empty();
  }

  private static Optional<Long> believed(Reading<Long> number) {
    return number.asOptional().filter(value -> value >= 0 && value <= LARGEST_PART);
  }

  private List<Boolean> windowed(int layers) {
    return keys.list(key("attention.sliding_window_pattern"))
        .filter(pattern -> pattern.size() == layers && layers > 1)
        .map(pattern -> pattern.stream().map(flag -> flag != 0).toList())
        .orElse(List.of());
  }

  private Reading<Long> heads() {
    return keys.list(key("attention.head_count"))
        .flatMap(counts -> counts.stream().max(Long::compare))
        .<Reading<Long>>map(Reading::known)
        .orElse(Reading.unknown("the file has no " + key("attention.head_count")));
  }

  private Reading<Long> vocabulary() {
    return number("vocab_size") instanceof Known<Long> told ? told : keys.vocabulary();
  }

  private Reading<Transformer.Experts> experts() {
    Optional<Long> all = believed(number("expert_count")).filter(count -> count > 0);
    Optional<Long> used = believed(number("expert_used_count"));
    return all.isPresent() && used.isPresent() && used.get() <= all.get()
        ? Reading.known(new Transformer.Experts(all.get(), used.get()))
        : Reading.unknown("the file tells of no experts");
  }

  private Reading<Long> number(String name) {
    return keys.number(key(name));
  }

  private String key(String name) {
    return architecture + "." + name;
  }
}
