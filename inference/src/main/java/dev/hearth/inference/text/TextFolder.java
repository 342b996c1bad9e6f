package dev.hearth.inference.text;

import dev.hearth.inference.tokens.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * The files of one text model as Hugging Face lays them out: {@code model.onnx} (or {@code
 * onnx/model.onnx}), {@code tokenizer.json}, {@code config.json}, and those that sentence
 * transformers add.
 */
public record TextFolder(Path folder) {
  private static final int BERT_LIMIT = 512;
  private static final int NO_LIMIT = 1_000_000;

  /** These number positions from the padding token's id on, so that many rows are never used. */
  private static final Set<String> OFFSET_POSITIONS =
      Set.of("roberta", "xlm-roberta", "camembert", "mpnet", "xlm-roberta-xl", "data2vec-text");

  /** The graph. */
  public Path model() {
    Path nested = folder.resolve("onnx/model.onnx");
    Path direct = folder.resolve("model.onnx");
    return Files.exists(direct) || !Files.exists(nested) ? direct : nested;
  }

  Path tokenizer() {
    return folder.resolve("tokenizer.json");
  }

  TextConfig config() {
    JsonNode config = ConfigFile.read(folder.resolve("config.json"));
    boolean offset = OFFSET_POSITIONS.contains(config.path("model_type").asString(""));
    int padding = config.path("pad_token_id").asInt(offset ? 1 : 0);
    int positions = config.path("max_position_embeddings").asInt(BERT_LIMIT);
    List<String> labels = labels(config.path("id2label"));
    String problem = config.path("problem_type").asString("");
    return new TextConfig(
        limit(offset ? positions - padding - 1 : positions),
        padding,
        labels,
        problem.equals("multi_label_classification") || labels.size() == 1,
        pooling());
  }

  /** The tightest of what the model, its tokenizer and its training allow. */
  private int limit(int positions) {
    JsonNode tokenizer = ConfigFile.readIfPresent(folder.resolve("tokenizer_config.json"));
    JsonNode sentences = ConfigFile.readIfPresent(folder.resolve("sentence_bert_config.json"));
    // Tokenizers without a limit of their own say 10³⁰.
    double tokens = tokenizer.path("model_max_length").asDouble(NO_LIMIT);
    double trained = sentences.path("max_seq_length").asDouble(NO_LIMIT);
    return (int) Math.max(8, Math.min(positions, Math.min(tokens, trained)));
  }

  private Pooling pooling() {
    JsonNode pooling = ConfigFile.readIfPresent(folder.resolve("1_Pooling/config.json"));
    if (pooling.path("pooling_mode_cls_token").asBoolean(false)) {
      return Pooling.CLS;
    }
    if (pooling.path("pooling_mode_max_tokens").asBoolean(false)) {
      return Pooling.MAX;
    }
    return pooling.path("pooling_mode_lasttoken").asBoolean(false) ? Pooling.LAST : Pooling.MEAN;
  }

  private static List<String> labels(JsonNode names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> names.path(String.valueOf(i)).asString("LABEL_" + i))
        .toList();
  }
}
