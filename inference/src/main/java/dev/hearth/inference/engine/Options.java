package dev.hearth.inference.engine;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a request may set for one entry; what is absent takes the model family's default.
 *
 * @param minScore faces and ocr: what scores less is dropped
 * @param maxResolution ocr detection: limit of the shorter side, in pixels
 * @param slowScore ocr detection: score by the polygon instead of its bounding rectangle
 * @param language clip textual: BCP 47 tag of the query, used by NLLB models
 */
public record Options(
    OptionalDouble minScore,
    OptionalInt maxResolution,
    boolean slowScore,
    Optional<String> language) {
  public static final Options NONE =
      new Options(OptionalDouble.empty(), OptionalInt.empty(), false, Optional.empty());
}
