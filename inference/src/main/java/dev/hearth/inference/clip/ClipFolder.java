package dev.hearth.inference.clip;

import dev.hearth.inference.image.Filter;
import dev.hearth.inference.tokens.ConfigFile;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The files of one CLIP model in Immich's layout.
 *
 * @param folder holds {@code config.json}, {@code visual/} and {@code textual/}
 */
record ClipFolder(Path folder) {
  private static final int OPENAI_CONTEXT = 77;
  private static final List<Float> OPENAI_MEAN = List.of(0.48145467f, 0.4578275f, 0.40821072f);
  private static final List<Float> OPENAI_DEVIATION = List.of(0.26862955f, 0.2613026f, 0.2757771f);

  Path tokenizer() {
    return folder.resolve("textual/tokenizer.json");
  }

  VisualConfig visual(Preprocessing profile) {
    Path file = folder.resolve("visual/preprocess_cfg.json");
    JsonNode json = ConfigFile.read(file);
    JsonNode size = json.path("size");
    boolean legacy = profile == Preprocessing.LEGACY;
    try {
      return new VisualConfig(
          size.isArray() ? size.path(0).asInt(0) : size.asInt(0),
          legacy ? VisualConfig.Resize.SHORTEST : resize(json.path("resize_mode")),
          legacy ? Filter.BICUBIC : filter(json.path("interpolation")),
          floats(json.path("mean"), OPENAI_MEAN),
          floats(json.path("std"), OPENAI_DEVIATION));
    } catch (IllegalArgumentException wrong) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The model file " + file + " cannot be used",
              String.valueOf(wrong.getMessage()),
              "hearth models verify"),
          wrong);
    }
  }

  /**
   * @param modelName as Immich names it; {@code nllb…} take the query's language
   */
  TextualConfig textual(String modelName) {
    JsonNode text = ConfigFile.read(folder.resolve("config.json")).path("text_cfg");
    return new TextualConfig(
        text.path("context_length").asInt(OPENAI_CONTEXT),
        text.path("tokenizer_kwargs").path("clean").asString("").equals("canonicalize"),
        modelName.startsWith("nllb"),
        padding());
  }

  private int padding() {
    Path file = folder.resolve("textual/tokenizer_config.json");
    JsonNode token = ConfigFile.read(file).path("pad_token");
    String spelling = token.isObject() ? token.path("content").asString("") : token.asString("");
    return ConfigFile.tokenId(tokenizer(), spelling)
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "The model file "
                        + file
                        + " names no padding token that "
                        + tokenizer()
                        + " knows",
                    "pad_token is \"" + spelling + '"',
                    "hearth models verify")));
  }

  private static VisualConfig.Resize resize(JsonNode mode) {
    return switch (mode.asString("shortest")) {
      case "shortest" -> VisualConfig.Resize.SHORTEST;
      case "squash" -> VisualConfig.Resize.SQUASH;
      case String other -> throw new IllegalArgumentException("resize_mode is " + other);
    };
  }

  private static Filter filter(JsonNode interpolation) {
    return switch (interpolation.asString("bicubic")) {
      case "bicubic" -> Filter.BICUBIC;
      case "bilinear" -> Filter.BILINEAR;
      case "lanczos" -> Filter.LANCZOS;
      case String other -> throw new IllegalArgumentException("interpolation is " + other);
    };
  }

  private static List<Float> floats(JsonNode array, List<Float> otherwise) {
    return array.isArray()
        ? array.valueStream().map(value -> (float) value.asDouble(0)).toList()
        : otherwise;
  }
}
