package dev.hearth.inference.tokens;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON files of a model folder. */
public final class ConfigFile {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ConfigFile() {}

  /**
   * Reads a file that the model cannot do without.
   *
   * @throws ProblemException {@code UNAVAILABLE} when it is missing or no JSON object
   */
  public static JsonNode read(Path file) {
    try {
      JsonNode root = JSON.readTree(file);
      if (root.isObject()) {
        return root;
      }
      throw new ProblemException(problem(file, "not a JSON object"));
    } catch (JacksonException unreadable) {
      throw unusable(file, unreadable);
    }
  }

  /** Reads a file that may be missing; an empty object then. */
  public static JsonNode readIfPresent(Path file) {
    return Files.exists(file) ? read(file) : JSON.createObjectNode();
  }

  /**
   * The id of a token by its exact spelling, as {@code token_to_id}: first the added tokens, then
   * the vocabulary. Streams, because vocabularies have up to 30 MB.
   */
  public static Optional<Integer> tokenId(Path tokenizerJson, String token) {
    try (JsonParser parser = JSON.createParser(tokenizerJson)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String section = parser.currentName();
        parser.nextToken();
        Optional<Integer> found =
            switch (section) {
              case "added_tokens" -> amongAdded(parser, token);
              case "model" -> inModel(parser, token);
              default -> {
                parser.skipChildren();
                yield Optional.empty();
              }
            };
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (JacksonException unreadable) {
      throw unusable(tokenizerJson, unreadable);
    }
  }

  private static Optional<Integer> amongAdded(JsonParser parser, String token) {
    JsonNode added = parser.readValueAsTree();
    return added
        .valueStream()
        .filter(entry -> entry.path("content").asString("").equals(token))
        .map(entry -> entry.path("id").asInt(0))
        .findFirst();
  }

  private static Optional<Integer> inModel(JsonParser parser, String token) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean vocabulary = parser.currentName().equals("vocab");
      JsonToken value = parser.nextToken();
      if (vocabulary && value == JsonToken.START_OBJECT) {
        return byName(parser, token);
      }
      if (vocabulary && value == JsonToken.START_ARRAY) {
        return byPlace(parser, token);
      }
      parser.skipChildren();
    }
    return Optional.empty();
  }

  /** {@code {"token": id, …}} of WordPiece and BPE. */
  private static Optional<Integer> byName(JsonParser parser, String token) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean here = parser.currentName().equals(token);
      parser.nextToken();
      if (here) {
        return Optional.of(parser.getIntValue());
      }
    }
    return Optional.empty();
  }

  /** {@code [["token", score], …]} of Unigram: the place is the id. */
  private static Optional<Integer> byPlace(JsonParser parser, String token) {
    for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
      parser.nextToken();
      if (parser.getString().equals(token)) {
        return Optional.of(id);
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        parser.skipChildren();
      }
    }
    return Optional.empty();
  }

  private static ProblemException unusable(Path file, JacksonException cause) {
    String why = String.valueOf(cause.getOriginalMessage());
    return new ProblemException(problem(file, why), cause);
  }

  private static Problem problem(Path file, String why) {
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        "The model file " + file + " cannot be used",
        why,
        "hearth models verify");
  }
}
