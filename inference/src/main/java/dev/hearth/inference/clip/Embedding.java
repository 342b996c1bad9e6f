package dev.hearth.inference.clip;

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

  public int dimensions() {
    return values.limit();
  }
}
