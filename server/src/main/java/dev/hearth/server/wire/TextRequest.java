package dev.hearth.server.wire;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A JSON request as text-embeddings-inference takes it.
 *
 * @param texts one or more
 * @param single whether {@code inputs} was one string, which is answered without the outer list
 */
public record TextRequest(
    List<String> texts, boolean single, boolean truncate, boolean rawScores, boolean normalize) {
  public TextRequest {
    texts = List.copyOf(texts);
  }

  /**
   * Reads the body.
   *
   * @param batchLimit most texts in one request
   * @throws ProblemException {@code BAD_INPUT} for what is no such request, {@code TOO_LARGE} for
   *     too many texts, {@code UNPROCESSABLE} for pairs of texts, which no model here takes
   */
  public static TextRequest parse(ByteBuffer body, int batchLimit) {
    JsonNode root =
        Json.parse(StandardCharsets.UTF_8.decode(body.duplicate()).toString())
            .filter(JsonNode::isObject)
            .orElseThrow(() -> bad("The body must be a JSON object with the key inputs"));
    JsonNode inputs = root.path("inputs");
    List<String> texts = texts(inputs);
    if (texts.isEmpty()) {
      throw bad("inputs must not be empty");
    }
    if (texts.size() > batchLimit) {
      throw new ProblemException(
          Problem.Kind.TOO_LARGE,
          "batch size " + texts.size() + " > maximum allowed batch size " + batchLimit,
          "Send fewer texts, or raise max_client_batch_size in hearth.yaml.");
    }
    return new TextRequest(
        texts,
        inputs.isString(),
        flag(root, "truncate", false),
        flag(root, "raw_scores", false),
        flag(root, "normalize", true));
  }

  private static List<String> texts(JsonNode inputs) {
    if (inputs.isString()) {
      return List.of(inputs.stringValue());
    }
    if (!inputs.isArray()) {
      throw bad("inputs must be a string or a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode input : inputs) {
      texts.add(text(input.isArray() && input.size() == 1 ? input.path(0) : input));
    }
    return texts;
  }

  private static String text(JsonNode input) {
    if (input.isArray()) {
      throw new ProblemException(
          Problem.Kind.UNPROCESSABLE,
          "Pairs of texts are not supported: this model takes one text at a time",
          "Send each text by itself: {\"inputs\": [\"first\", \"second\"]}.");
    }
    if (!input.isString()) {
      throw bad("inputs must be a string or a list of strings");
    }
    return input.stringValue();
  }

  private static boolean flag(JsonNode root, String name, boolean fallback) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return fallback;
    }
    if (!value.isBoolean()) {
      throw bad(name + " must be true or false");
    }
    return value.booleanValue();
  }

  private static ProblemException bad(String what) {
    return new ProblemException(Problem.Kind.BAD_INPUT, what, "");
  }
}
