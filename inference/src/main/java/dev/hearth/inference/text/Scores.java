package dev.hearth.inference.text;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;

/** From a classifier's logits to probabilities. */
final class Scores {
  private Scores() {}

  /** Probabilities of labels of which one is true; their sum is 1. */
  static float[] softmax(float[] logits) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    double[] powers = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      powers[i] = Math.exp(logits[i] - largest);
      sum += powers[i];
    }
    float[] scores = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      scores[i] = (float) (powers[i] / sum);
    }
    return scores;
  }

  /** Probabilities of labels each of which may be true. */
  static float[] sigmoid(float[] logits) {
    float[] scores = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      scores[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return scores;
  }

  /** The score, unless the device computes wrongly. */
  static float finite(float score) {
    if (!Float.isFinite(score)) {
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE,
          "The model computed a score that is not finite",
          "Try another backend, for example cpu.");
    }
    return score;
  }
}
