package dev.hearth.inference.ocr;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;

/**
 * Reads the likeliest text off the output of a model that was trained with connectionist temporal
 * classification: the likeliest class of each step, repeats joined, blanks dropped.
 */
final class CtcDecoder {
  /**
   * A text and how sure the model was.
   *
   * @param text empty where every step is blank
   * @param score the mean probability of its characters, rounded to five decimals; 0 for none
   */
  record Decoded(String text, double score) {}

  private final Alphabet alphabet;
  private final LikeliestClasses classes;

  CtcDecoder(Alphabet alphabet, LikeliestClasses classes) {
    this.alphabet = alphabet;
    this.classes = classes;
  }

  Decoded decode(int line) {
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int characters = 0;
    int previous = Alphabet.BLANK;
    for (int step = 0; step < classes.steps(); step++) {
      int likeliest = classes.of(line, step);
      if (likeliest != Alphabet.BLANK && likeliest != previous) {
        text.append(character(likeliest));
        sum += classes.score();
        characters++;
      }
      previous = likeliest;
    }
    double mean = characters == 0 ? 0 : sum / characters;
    return new Decoded(text.toString(), Math.rint(mean * 1e5) / 1e5);
  }

  private String character(int index) {
    if (index < 0 || index >= alphabet.characters().size()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              "The text recognition model and its list of characters do not fit together",
              "class " + index + " of " + alphabet.characters().size() + " characters",
              "hearth models verify"));
    }
    return alphabet.characters().get(index);
  }
}
