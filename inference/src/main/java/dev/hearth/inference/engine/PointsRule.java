package dev.hearth.inference.engine;

import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The rule for landmarks: points, as parts of a square, may lie two of its pixels apart. */
final class PointsRule implements AgreementRule {
  static final PointsRule LANDMARKS = new PointsRule();

  private PointsRule() {}

  @Override
  public Agreement compare(Map<String, Tensor> inputs, Outputs device, Outputs processor) {
    Agreement answers = AnswersRule.ANY.compare(inputs, device, processor);
    if (!answers.holds()) {
      return answers;
    }
    int side = inputs.values().iterator().next().shape().axis(-1);
    FloatBuffer ours = device.floats(0).data();
    FloatBuffer theirs = processor.floats(0).data();
    double farthest = 0;
    for (int i = 0; i < theirs.limit(); i++) {
      farthest = Math.max(farthest, Math.abs(ours.get(i) - theirs.get(i)) * side);
    }
    Optional<String> objection =
        farthest <= BoxesRule.FARTHEST
            ? Optional.empty()
            : Optional.of(
                String.format(
                    Locale.ROOT, "a landmark lies %.1f pixels beside the processor's", farthest));
    return new Agreement(answers.cosine(), OptionalDouble.of(farthest), objection);
  }
}
