package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A language model's shape out of the {@code config.json} that Hugging Face repositories keep
 * beside their safetensors files.
 */
public final class TransformerConfig {
  private static final long LONGEST = 1 << 20;
  private static final long MOST_LAYERS = 4096;
  private static final long LARGEST = 1 << 30;
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode config;

  private TransformerConfig(JsonNode config) {
    this.config = config;
  }

  /** Reads a config; unknown where it is none of a model that generates text. */
  public static Reading<Transformer> parse(InputStream stream) {
    JsonNode root;
    try {
      root = JSON.readTree(new Limited(stream, LONGEST).readAllBytes());
    } catch (IOException | JacksonException broken) {
      return Reading.unknown("config.json cannot be read: " + broken.getMessage());
    }
    JsonNode text = root.path("text_config");
    TransformerConfig config = new TransformerConfig(text.isObject() ? text : root);
    return generates(root)
        ? config.shape()
        : Reading.unknown("config.json is of no language model");
  }

  /** An encoder such as BERT has layers and heads too, but keeps no cache. */
  private static boolean generates(JsonNode root) {
    for (JsonNode name : root.path("architectures")) {
      String text = name.asString("");
      if (text.endsWith("ForCausalLM") || text.endsWith("ForConditionalGeneration")) {
        return true;
      }
    }
    return false;
  }

  private Reading<Transformer> shape() {
    Optional<Long> layers = number("num_hidden_layers").filter(n -> n > 0 && n <= MOST_LAYERS);
    if (layers.isEmpty()) {
      return Reading.unknown("config.json has no num_hidden_layers");
    }
    return Reading.known(
        new Transformer(
            config.path("model_type").asString("unnamed"),
            layers.get().intValue(),
            attention(layers.get().intValue()),
            reading("max_position_embeddings"),
            reading("hidden_size"),
            reading("num_attention_heads"),
            reading("vocab_size"),
            experts()));
  }

  private Reading<Attention> attention(int layers) {
    Optional<Long> latent = number("kv_lora_rank");
    Optional<Long> heads = number("num_attention_heads").filter(count -> count > 0);
    Optional<Long> embedding = number("hidden_size");
    if (latent.isPresent()) {
      long length = latent.get() + number("qk_rope_head_dim").orElse(0L);
      return Reading.known(
          new Attention(ones(layers, 1L), length, latent.get(), true, 0, List.of()));
    }
    if (heads.isEmpty() || embedding.isEmpty()) {
      return Reading.unknown("config.json has no num_attention_heads or no hidden_size");
    }
    long kvHeads = number("num_key_value_heads").orElse(heads.get());
    long length = number("head_dim").orElse(embedding.get() / heads.get());
    return Reading.known(
        new Attention(ones(layers, kvHeads), length, length, false, window(), List.of()));
  }

  private long window() {
    return number("sliding_window").orElse(0L);
  }

  private static List<Long> ones(int layers, long kvHeads) {
    return Collections.nCopies(layers, kvHeads);
  }

  private Reading<Transformer.Experts> experts() {
    Optional<Long> all = number("num_local_experts").or(() -> number("num_experts"));
    Optional<Long> used = number("num_experts_per_tok");
    return all.isPresent() && used.isPresent() && used.get() <= all.get() && all.get() > 0
        ? Reading.known(new Transformer.Experts(all.get(), used.get()))
        : Reading.unknown("config.json tells of no experts");
  }

  private Reading<Long> reading(String name) {
    return number(name)
        .<Reading<Long>>map(Reading::known)
        .orElse(Reading.unknown("config.json has no " + name));
  }

  private Optional<Long> number(String name) {
    JsonNode value = config.path(name);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.asLong()).filter(n -> n >= 0 && n <= LARGEST)
        : Optional.empty();
  }
}
