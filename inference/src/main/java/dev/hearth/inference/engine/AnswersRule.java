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
 * The rule for any model: numbers must point the same way and be as large, whole numbers must be
 * equal. It suffices for embeddings, class scores and the characters of a recogniser.
 */
final class AnswersRule implements AgreementRule {
  /** The least cosine between two outputs that are the same. */
  static final double LEAST_COSINE = 0.999;

  /**
   * The largest difference, as part of the larger answer's length. A cosine is blind to scale,
   * class scores are not.
   */
  static final double LARGEST_DIFFERENCE = 0.05;

  /** The part of whole numbers that must be equal: a near tie may fall to the other side. */
  static final double EQUAL_STEPS = 0.99;

  /** Numbers whose root mean square is below this are all zero, give or take rounding. */
  private static final double NEAR_ZERO = 1e-6;

  static final AnswersRule ANY = new AnswersRule();

  private AnswersRule() {}

  @Override
  public Agreement compare(Map<String, Tensor> inputs, Outputs device, Outputs processor) {
    if (!device.names().equals(processor.names())) {
      return differs(0, "the device answers " + device.names() + ", not " + processor.names());
    }
    double least = 1;
    for (int i = 0; i < device.names().size(); i++) {
      String name = device.names().get(i);
      Agreement one = compare(name, device.tensors().get(i), processor.tensors().get(i));
      least = Math.min(least, one.cosine());
      if (!one.holds()) {
        return one;
      }
    }
    return new Agreement(least, OptionalDouble.empty(), Optional.empty());
  }

  private static Agreement compare(String name, Tensor device, Tensor processor) {
    if (!device.shape().equals(processor.shape())) {
      return differs(
          0,
          "the output " + name + " has the shape " + device.shape() + ", not " + processor.shape());
    }
    if (device instanceof Tensor.Floats(var ours, _)
        && processor instanceof Tensor.Floats(var theirs, _)) {
      return floats(name, ours, theirs);
    }
    double equal = equal(device, processor);
    if (equal < EQUAL_STEPS) {
      return differs(
          equal,
          String.format(
              Locale.ROOT,
              "of the whole numbers in the output %s only %.1f %% are the processor's",
              name,
              100 * equal));
    }
    return new Agreement(1, OptionalDouble.empty(), Optional.empty());
  }

  private static Agreement floats(String name, FloatBuffer device, FloatBuffer processor) {
    double dot = 0;
    double ours = 0;
    double theirs = 0;
    double apart = 0;
    int count = device.limit();
    for (int i = 0; i < count; i++) {
      double a = device.get(i);
      double b = processor.get(i);
      dot += a * b;
      ours += a * a;
      theirs += b * b;
      apart += (a - b) * (a - b);
    }
    // A single value that is not a finite number makes a sum of squares one.
    if (!Double.isFinite(ours) || !Double.isFinite(theirs)) {
      return differs(0, "the output " + name + " holds values that are not numbers");
    }
    double zero = NEAR_ZERO * NEAR_ZERO * count;
    if (ours <= zero && theirs <= zero) {
      return new Agreement(1, OptionalDouble.empty(), Optional.empty());
    }
    double cosine = ours == 0 || theirs == 0 ? 0 : dot / Math.sqrt(ours * theirs);
    double difference = Math.sqrt(apart / Math.max(ours, theirs));
    if (cosine < LEAST_COSINE || difference > LARGEST_DIFFERENCE) {
      return differs(
          cosine,
          String.format(
              Locale.ROOT,
              "the output %s differs from the processor's: cosine %.4f, difference %.1f %%",
              name,
              cosine,
              100 * difference));
    }
    return new Agreement(Math.min(1, cosine), OptionalDouble.empty(), Optional.empty());
  }

  private static double equal(Tensor device, Tensor processor) {
    int count = device.shape().elements();
    int same = 0;
    for (int i = 0; i < count; i++) {
      if (whole(device, i) == whole(processor, i)) {
        same++;
      }
    }
    return count == 0 ? 1 : (double) same / count;
  }

  private static double whole(Tensor tensor, int index) {
    return switch (tensor) {
      case Tensor.Floats(var data, _) -> data.get(index);
      case Tensor.Ints(var data, _) -> data.get(index);
      case Tensor.Longs(var data, _) -> data.get(index);
      case Tensor.Bytes(var data, _) -> data.get(index);
    };
  }

  static Agreement differs(double cosine, String objection) {
    return new Agreement(cosine, OptionalDouble.empty(), Optional.of(objection));
  }
}
