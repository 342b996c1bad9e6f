package dev.hearth.inference.runtime;

import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import java.util.Map;

/**
 * One loaded model as one request sees it. A call waits for its turn in the model's queue; it ends
 * with {@link dev.hearth.machine.ProblemException} when the queue is full, the request's deadline
 * passed or its client went away.
 */
public interface Session {
  /** What the model takes and gives. */
  Signature signature();

  /** Which input sizes it wants to see. */
  default ShapePolicy shapes() {
    return ShapePolicy.EXACT;
  }

  /**
   * Runs the model.
   *
   * @param inputs one tensor for each input name
   * @return all outputs in the order of the signature
   */
  Outputs run(Map<String, Tensor> inputs);
}
