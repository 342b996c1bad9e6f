package dev.hearth.inference.ocr;

import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Tensor;

/** The likeliest class of each step of each line, however the model tells it. */
sealed interface LikeliestClasses permits LikeliestClasses.Reduced, ProbabilityScan {
  int steps();

  /** The class that won this step. */
  int of(int line, int step);

  /** The probability of the class that {@link #of} named last. */
  float score();

  /** What a recogniser's outputs say: already reduced, or all probabilities of all classes. */
  static LikeliestClasses in(Outputs outputs, int classes) {
    int index = outputs.names().indexOf(Rewrite.CTC_INDEX);
    return index < 0
        ? ProbabilityScan.of(outputs.floats(0), classes)
        : new Reduced(
            (Tensor.Longs) outputs.tensors().get(index), outputs.floats(Rewrite.CTC_SCORE));
  }

  /** The model's own argmax and maximum, both [lines, steps]. */
  final class Reduced implements LikeliestClasses {
    private final Tensor.Longs index;
    private final Tensor.Floats scores;
    private float score;

    Reduced(Tensor.Longs index, Tensor.Floats scores) {
      this.index = index;
      this.scores = scores;
    }

    @Override
    public int steps() {
      return index.shape().axis(1);
    }

    @Override
    public int of(int line, int step) {
      int place = line * steps() + step;
      score = scores.data().get(place);
      return (int) index.data().get(place);
    }

    @Override
    public float score() {
      return score;
    }
  }
}
