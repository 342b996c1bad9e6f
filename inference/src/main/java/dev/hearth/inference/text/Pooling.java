package dev.hearth.inference.text;

import java.nio.FloatBuffer;

/** How the vectors of a text's tokens become one vector, as sentence-transformers computes it. */
enum Pooling {
  /** The mean of all tokens, padding left out. */
  MEAN {
    @Override
    void pool(FloatBuffer vectors, int start, int tokens, float[] target) {
      for (int token = 0; token < tokens; token++) {
        for (int i = 0; i < target.length; i++) {
          target[i] += vectors.get(start + token * target.length + i);
        }
      }
      for (int i = 0; i < target.length; i++) {
        target[i] /= tokens;
      }
    }
  },
  /** The largest of all tokens in each dimension. */
  MAX {
    @Override
    void pool(FloatBuffer vectors, int start, int tokens, float[] target) {
      vectors.get(start, target);
      for (int token = 1; token < tokens; token++) {
        for (int i = 0; i < target.length; i++) {
          target[i] = Math.max(target[i], vectors.get(start + token * target.length + i));
        }
      }
    }
  },
  /** The first token. */
  CLS {
    @Override
    void pool(FloatBuffer vectors, int start, int tokens, float[] target) {
      vectors.get(start, target);
    }
  },
  /** The last token that is not padding. */
  LAST {
    @Override
    void pool(FloatBuffer vectors, int start, int tokens, float[] target) {
      vectors.get(start + (tokens - 1) * target.length, target);
    }
  };

  /**
   * Pools one text.
   *
   * @param vectors one row of {@code target.length} numbers a token
   * @param start where the text's first row starts
   * @param tokens rows of the text without padding, at least 1
   * @param target zeros, to hold the result
   */
  abstract void pool(FloatBuffer vectors, int start, int tokens, float[] target);
}
