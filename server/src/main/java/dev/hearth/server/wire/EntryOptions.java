package dev.hearth.server.wire;

import dev.hearth.inference.engine.Options;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads the {@code options} of an entry; null counts as absent. */
final class EntryOptions {
  private EntryOptions() {}

  static Options read(JsonNode options) {
    return new Options(
        minScore(options.path("minScore")),
        maxResolution(options.path("maxResolution")),
        slow(options.path("scoreMode")),
        language(options.path("language")));
  }

  private static OptionalDouble minScore(JsonNode value) {
    if (absent(value)) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw Entries.unprocessable("Option minScore must be a number");
    }
    return OptionalDouble.of(value.doubleValue());
  }

  private static OptionalInt maxResolution(JsonNode value) {
    if (absent(value)) {
      return OptionalInt.empty();
    }
    double pixels = value.isNumber() ? value.doubleValue() : 0;
    if (pixels < 1 || pixels != Math.rint(pixels)) {
      throw Entries.unprocessable("Option maxResolution must be a whole number of pixels");
    }
    return OptionalInt.of((int) Math.min(pixels, Integer.MAX_VALUE));
  }

  private static boolean slow(JsonNode value) {
    if (absent(value)) {
      return false;
    }
    return switch (value.isString() ? value.stringValue() : "") {
      case "fast" -> false;
      case "slow" -> true;
      default -> throw Entries.unprocessable("Option scoreMode must be fast or slow");
    };
  }

  private static Optional<String> language(JsonNode value) {
    if (absent(value)) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw Entries.unprocessable("Option language must be a string");
    }
    return Optional.of(value.stringValue()).filter(tag -> !tag.isBlank());
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
