package dev.hearth.inference.clip;

import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;

/**
 * A point in a model's embedding space, as the model gave it (not normalised here).
 *
 * @param values heap buffer, position 0, limit the number of dimensions; not to be written to
 */
public record Embedding(FloatBuffer values) {
  public static Embedding of(float... values) {
    return new Embedding(FloatBuffer.wrap(values));
  }

  /**
   * One row of a model's output, copied.
   *
   * @param rows any shape whose innermost axis is the embedding
   * @throws ProblemException {@code UNAVAILABLE} when a number is not finite: the device computes
   *     wrongly, and such an answer must never be stored
   */
  public static Embedding row(Tensor.Floats rows, int row) {
    float[] values = new float[rows.shape().axis(-1)];
    rows.data().get(row * values.length, values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE,
            "The model computed an embedding that is not finite",
            "Try another backend, for example cpu.");
      }
    }
    return of(values);
  }

  public int dimensions() {
    return values.limit();
  }
}
