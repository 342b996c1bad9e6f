package dev.hearth.inference.engine;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TwinRun;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A device's session under proof: what a pipeline first asks of it is also asked of the model's
 * twin on the processor. The pipeline goes on with the twin's answers, so that a device's nonsense
 * does not lead it astray.
 */
final class ProvingSession implements Session {
  private final OpenSession device;
  private final AgreementRule rule;
  private final Function<Map<String, Tensor>, TwinRun> twin;
  private Optional<Proof> proof = Optional.empty();
  private Map<String, Tensor> sample = Map.of();
  private Duration first = Duration.ZERO;

  ProvingSession(
      OpenSession device, AgreementRule rule, Function<Map<String, Tensor>, TwinRun> twin) {
    this.device = device;
    this.rule = rule;
    this.twin = twin;
  }

  /**
   * Refuses a device that computes nothing of the model.
   *
   * @throws DeviceTrouble when no node is placed there
   */
  static void requirePlacement(Placement placement) {
    if (placement.onDevice().isEmpty()) {
      throw DeviceTrouble.lasting(
          placement.nodes() == 0
              ? "the runtime does not say that it computes anything there"
              : "the runtime placed none of its " + placement.nodes() + " nodes there");
    }
  }

  @Override
  public Signature signature() {
    return device.signature();
  }

  @Override
  public ShapePolicy shapes() {
    return device.shapes();
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    if (proof.isPresent()) {
      return onDevice(inputs);
    }
    long began = System.nanoTime();
    onDevice(inputs);
    first = Duration.ofNanos(System.nanoTime() - began);
    began = System.nanoTime();
    Outputs ours = onDevice(inputs);
    Duration warm = Duration.ofNanos(System.nanoTime() - began);
    TwinRun theirs = twin.apply(inputs);
    Placement placement = device.placement();
    proof =
        Optional.of(
            new Proof(
                placement,
                TimeShare.of(placement, theirs, warm),
                rule.compare(inputs, ours, theirs.outputs()),
                warm,
                theirs.whole()));
    sample = inputs;
    return theirs.outputs();
  }

  /** What was seen; empty before the first run. */
  Optional<Proof> proof() {
    return proof;
  }

  /** The inputs of the proof; they live as long as the workspace that they came from. */
  Map<String, Tensor> sample() {
    return sample;
  }

  /** The first run, with all that the device compiled for it. */
  Duration first() {
    return first;
  }

  private Outputs onDevice(Map<String, Tensor> inputs) {
    try {
      return device.run(inputs);
    } catch (RuntimeException failed) {
      throw DeviceTrouble.passing("its first run there failed: " + failed.getMessage(), failed);
    }
  }
}
