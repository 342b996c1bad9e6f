package dev.hearth.inference.device;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was seen when a model first ran on a device: where its nodes went, what its answers were
 * beside the processor's, how long both took.
 *
 * @param placement where the runtime put the nodes
 * @param timeShare the part of a run's time that is not spent in nodes on the processor, 0 to 1;
 *     empty where it could not be measured
 * @param agreement the device's answers beside the processor's
 * @param onDevice one warm run on the device
 * @param onCpu the same on the processor
 */
public record Proof(
    Placement placement,
    OptionalDouble timeShare,
    Agreement agreement,
    Duration onDevice,
    Duration onCpu) {

  /**
   * How near the answers are.
   *
   * @param cosine the least cosine between outputs, 1 for equal ones
   * @param pixels the farthest a box moved; empty for models without boxes
   * @param objection why the answers cannot be taken for the same; empty when they can
   */
  public record Agreement(double cosine, OptionalDouble pixels, Optional<String> objection) {
    public boolean holds() {
      return objection.isEmpty();
    }
  }
}
