package dev.hearth.inference.ocr;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;

/**
 * Reads the likeliest text off the output of a model that was trained with connectionist temporal
 * classification: the likeliest class of each step, repeats joined, blanks dropped.
 */
final class CtcDecoder {
  /** Probabilities that sum to 1 have at most one above a half: the search can stop there. */
  private static final float MAJORITY = 0.5f;

  private static final float SUM_TOLERANCE = 0.01f;

  /**
   * A text and how sure the model was.
   *
   * @param text empty where every step is blank
   * @param score the mean probability of its characters, rounded to five decimals; 0 for none
   */
  record Decoded(String text, double score) {}

  private final Alphabet alphabet;
  private final FloatBuffer output;
  private final int steps;
  private final int classes;
  private final float[] row;
  private final boolean probabilities;
  private float best;

  /**
   * @param output row-major [lines, steps, classes]
   */
  CtcDecoder(Alphabet alphabet, FloatBuffer output, int steps, int classes) {
    if (classes != alphabet.characters().size()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              "The text recognition model and its list of characters do not fit together",
              classes + " classes, " + alphabet.characters().size() + " characters",
              "hearth models verify"));
    }
    this.alphabet = alphabet;
    this.output = output;
    this.steps = steps;
    this.classes = classes;
    this.row = new float[classes];
    this.probabilities = steps > 0 && sumsToOne();
  }

  Decoded decode(int line) {
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int characters = 0;
    int previous = Alphabet.BLANK;
    for (int step = 0; step < steps; step++) {
      int likeliest = likeliest((line * steps + step) * classes);
      if (likeliest != Alphabet.BLANK && likeliest != previous) {
        text.append(alphabet.characters().get(likeliest));
        sum += best;
        characters++;
      }
      previous = likeliest;
    }
    double mean = characters == 0 ? 0 : sum / characters;
    return new Decoded(text.toString(), Math.rint(mean * 1e5) / 1e5);
  }

  private boolean sumsToOne() {
    output.get(0, row);
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    return Math.abs(sum - 1) < SUM_TOLERANCE;
  }

  private int likeliest(int offset) {
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
}
