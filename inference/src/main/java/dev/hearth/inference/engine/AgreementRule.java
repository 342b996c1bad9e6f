package dev.hearth.inference.engine;

import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Tensor;
import java.util.Map;

/** Says whether a device's answers are the processor's, for one kind of model. */
@FunctionalInterface
interface AgreementRule {
  /**
   * Compares the answers to the same inputs; pure.
   *
   * @param inputs what both were given
   */
  Agreement compare(Map<String, Tensor> inputs, Outputs device, Outputs processor);
}
