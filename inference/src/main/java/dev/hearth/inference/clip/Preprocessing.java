package dev.hearth.inference.clip;

/** Which of Immich's two ways of scaling pictures the embeddings shall agree with. */
public enum Preprocessing {
  /**
   * Immich up to 2.6: always the shortest side, always bicubic, whatever the model's own
   * configuration says. Embeddings made then are comparable only with embeddings made so.
   */
  LEGACY,
  /** Later Immich: {@code resize_mode} and {@code interpolation} of the model's configuration. */
  CONFIGURED
}
