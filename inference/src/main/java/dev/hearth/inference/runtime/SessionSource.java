package dev.hearth.inference.runtime;

/** Opens a model on its device, again after the device ran out of memory. */
@FunctionalInterface
public interface SessionSource {
  /**
   * Opens the model.
   *
   * @throws dev.hearth.machine.ProblemException when the device or the runtime refuses
   */
  OpenSession open();
}
