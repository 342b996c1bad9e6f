package dev.hearth.inference.engine;

import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rule for text detectors, which answer a probability for each pixel: equal answers, and the
 * borders of what counts as text in the same places.
 */
final class TextMapRule implements AgreementRule {
  /** The probability from which a pixel counts as text. */
  private static final float TEXT = 0.3f;

  /** The largest mean difference of the probabilities. */
  static final double LARGEST_MEAN = 0.01;

  /** The largest part of pixels that are text for one and not for the other. */
  static final double LARGEST_SHARE = 0.005;

  static final TextMapRule MAP = new TextMapRule();

  private TextMapRule() {}

  @Override
  public Agreement compare(Map<String, Tensor> inputs, Outputs device, Outputs processor) {
    Agreement answers = AnswersRule.ANY.compare(inputs, device, processor);
    if (!answers.holds()) {
      return answers;
    }
    FloatBuffer ours = device.floats(0).data();
    FloatBuffer theirs = processor.floats(0).data();
    int pixels = theirs.limit();
    int wide = processor.floats(0).shape().axis(-1);
    double apart = 0;
    int turned = 0;
    int border = 0;
    for (int i = 0; i < pixels; i++) {
      float probability = theirs.get(i);
      apart += Math.abs(ours.get(i) - probability);
      boolean text = probability > TEXT;
      turned += ours.get(i) > TEXT == text ? 0 : 1;
      boolean right = (i + 1) % wide == 0 || theirs.get(i + 1) > TEXT;
      boolean below = i + wide >= pixels || theirs.get(i + wide) > TEXT;
      border += text == right && text == below ? 0 : 1;
    }
    // Pixels that turned, spread along all borders: how far those moved.
    double moved = (double) turned / Math.max(1, border);
    Optional<String> objection = objection(apart / pixels, (double) turned / pixels, moved);
    return new Agreement(answers.cosine(), OptionalDouble.of(moved), objection);
  }

  private static Optional<String> objection(double mean, double share, double moved) {
    boolean same = mean <= LARGEST_MEAN && share <= LARGEST_SHARE && moved <= BoxesRule.FARTHEST;
    return same
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%.2f %% of the pixels are text for one and not for the other, probabilities differ"
                    + " by %.3f, borders lie %.1f pixels apart",
                100 * share,
                mean,
                moved));
  }
}
