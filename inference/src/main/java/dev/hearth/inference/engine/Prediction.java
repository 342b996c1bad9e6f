package dev.hearth.inference.engine;

import dev.hearth.inference.model.Task;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to one request.
 *
 * @param size of the decoded picture; empty for a text
 * @param results one for each task asked for
 */
public record Prediction(Optional<PictureSize> size, Map<Task, Result> results) {

  /** Width and height in pixels. */
  public record PictureSize(int width, int height) {}
}
