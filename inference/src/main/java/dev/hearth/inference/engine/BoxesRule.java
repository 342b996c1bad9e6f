package dev.hearth.inference.engine;

import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rule for face detectors: beside equal answers, the boxes of the likeliest anchors may lie two
 * pixels apart at most, in pixels of the model's input.
 */
final class BoxesRule implements AgreementRule {
  /** The farthest that a box may move, in pixels. */
  static final double FARTHEST = 2;

  /** Anchors that score this much matter on any device. */
  private static final double MATTERING_SCORE = 0.3;

  /** And so do the likeliest ones, so that something is compared where nothing was found. */
  private static final int LIKELIEST = 16;

  private static final int SIDES = 4;

  static final BoxesRule FACES = new BoxesRule();

  private BoxesRule() {}

  @Override
  public Agreement compare(Map<String, Tensor> inputs, Outputs device, Outputs processor) {
    Agreement answers = AnswersRule.ANY.compare(inputs, device, processor);
    if (!answers.holds()) {
      return answers;
    }
    Shape picture = inputs.values().iterator().next().shape();
    double farthest = 0;
    for (int i = 0; i < device.tensors().size(); i++) {
      if (device.tensors().get(i) instanceof Tensor.Floats ours && isBoxes(ours)) {
        farthest = Math.max(farthest, moved(picture, i, device, processor));
      }
    }
    Optional<String> objection =
        farthest <= FARTHEST
            ? Optional.empty()
            : Optional.of(
                String.format(
                    Locale.ROOT, "a face's box lies %.1f pixels beside the processor's", farthest));
    return new Agreement(answers.cosine(), OptionalDouble.of(farthest), objection);
  }

  private static boolean isBoxes(Tensor.Floats output) {
    return output.shape().rank() >= 2 && output.shape().axis(-1) == SIDES;
  }

  /** How far the sides of mattering boxes moved in one output, in pixels. */
  private static double moved(Shape picture, int output, Outputs device, Outputs processor) {
    FloatBuffer ours = device.floats(output).data();
    FloatBuffer theirs = processor.floats(output).data();
    int anchors = theirs.limit() / SIDES;
    float[] scores = scores(processor, anchors);
    double mattering = mattering(scores);
    Scale scale = Scale.of(processor.names().get(output), picture, anchors);
    double farthest = 0;
    for (int anchor = 0; anchor < anchors; anchor++) {
      if (scores[anchor] >= mattering) {
        for (int side = 0; side < SIDES; side++) {
          int at = SIDES * anchor + side;
          double apart = Math.abs(ours.get(at) - theirs.get(at));
          farthest = Math.max(farthest, apart * (side % 2 == 0 ? scale.across() : scale.down()));
        }
      }
    }
    return farthest;
  }

  /** The score of each anchor: the output with one number for each, or the last of a few. */
  private static float[] scores(Outputs outputs, int anchors) {
    float[] scores = new float[anchors];
    for (Tensor tensor : outputs.tensors()) {
      int wide = tensor.shape().rank() == 0 ? 0 : tensor.shape().axis(-1);
      boolean scored = wide == 1 || wide == 2;
      if (scored
          && tensor instanceof Tensor.Floats(var data, _)
          && data.limit() == anchors * wide) {
        for (int anchor = 0; anchor < anchors; anchor++) {
          scores[anchor] = data.get(wide * anchor + wide - 1);
        }
        return scores;
      }
    }
    return scores;
  }

  private static double mattering(float[] scores) {
    float[] rising = scores.clone();
    Arrays.sort(rising);
    return Math.min(MATTERING_SCORE, rising[Math.max(0, rising.length - LIKELIEST)]);
  }

  /**
   * Pixels for one unit of an output.
   *
   * @param across for x
   * @param down for y
   */
  private record Scale(double across, double down) {
    /**
     * Outputs called {@code boxes} are parts of the picture; others are distances in strides, of
     * which two anchors a cell tell the size.
     */
    static Scale of(String output, Shape picture, int anchors) {
      double width = picture.axis(-1);
      double height = picture.axis(-2);
      if (output.equals("boxes")) {
        return new Scale(width, height);
      }
      double stride = Math.sqrt(2 * width * height / anchors);
      return new Scale(stride, stride);
    }
  }
}
