package dev.hearth.inference.ocr;

import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;

/** Searches the probabilities of all classes, [lines, steps, classes], for the largest. */
final class ProbabilityScan implements LikeliestClasses {
  /** Probabilities that sum to 1 have at most one above a half: the search can stop there. */
  private static final float MAJORITY = 0.5f;

  private static final float SUM_TOLERANCE = 0.01f;

  private final FloatBuffer output;
  private final int steps;
  private final float[] row;
  private final boolean probabilities;
  private float best;

  private ProbabilityScan(FloatBuffer output, int steps, int classes) {
    this.output = output;
    this.steps = steps;
    this.row = new float[classes];
    this.probabilities = steps > 0 && sumsToOne();
  }

  /**
   * @param classes as many as the alphabet has
   */
  static ProbabilityScan of(Tensor.Floats output, int classes) {
    int given = output.shape().axis(2);
    if (given != classes) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              "The text recognition model and its list of characters do not fit together",
              given + " classes, " + classes + " characters",
              "hearth models verify"));
    }
    return new ProbabilityScan(output.data(), output.shape().axis(1), classes);
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public float score() {
    return best;
  }

  @Override
  public int of(int line, int step) {
    int offset = (line * steps + step) * row.length;
    float enough = probabilities ? MAJORITY : Float.POSITIVE_INFINITY;
    best = output.get(offset + Alphabet.BLANK);
    if (best > enough) {
      return Alphabet.BLANK;
    }
    output.get(offset, row);
    int index = Alphabet.BLANK;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > best) {
        best = row[i];
        index = i;
        if (best > enough) {
          break;
        }
      }
    }
    return index;
  }

  private boolean sumsToOne() {
    output.get(0, row);
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    return Math.abs(sum - 1) < SUM_TOLERANCE;
  }
}
