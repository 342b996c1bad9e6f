package dev.hearth.inference.store;

/** Hears how far a pull or a check has come. Rates and bars are the terminal's concern. */
public interface Progress {
  /** Nobody listens. */
  Progress NONE = new Progress() {};

  /**
   * Work begins.
   *
   * @param what the model, for people: {@code clip/ViT-B-32__openai}
   * @param totalBytes all bytes of the work, also those that are already there
   */
  default void begins(String what, long totalBytes) {}

  /**
   * Bytes done since the beginning; never less than before, except when a file starts over.
   *
   * @param doneBytes of the total
   */
  default void advances(long doneBytes) {}

  /** Something worth a line: a wait, a retry, a substitution. */
  default void says(String note) {}

  /** The work is complete. */
  default void ends() {}
}
