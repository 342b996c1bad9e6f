package dev.hearth.inference.engine;

/** Brings a model into memory: from the store, or from where the store gets it. */
interface ModelLoader {
  /**
   * Loads the model; slow, may download.
   *
   * @throws dev.hearth.machine.ProblemException when there is no such model or it cannot be loaded
   */
  Loaded load(ModelKey key);
}
