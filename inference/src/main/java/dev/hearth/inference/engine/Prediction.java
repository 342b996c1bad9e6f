package dev.hearth.inference.engine;

import dev.hearth.inference.model.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to one request.
 *
 * @param size of the decoded picture; empty for a text
 * @param results one for each task asked for
 * @param times how long each task took: its waiting, preparing and computing; none where nobody
 *     measured
 */
public record Prediction(
    Optional<PictureSize> size, Map<Task, Result> results, Map<Task, Duration> times) {
  /** Of which nobody measured the times. */
  public Prediction(Optional<PictureSize> size, Map<Task, Result> results) {
    this(size, results, Map.of());
  }

  /** Width and height in pixels. */
  public record PictureSize(int width, int height) {}
}
