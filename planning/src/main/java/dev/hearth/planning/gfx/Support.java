package dev.hearth.planning.gfx;

import java.util.Optional;

/** Whether a consumer's ROCm computes on a target, and how. */
public sealed interface Support {
  /** Why, in one sentence. */
  String reason();

  /** Who says so. */
  String source();

  /**
   * It has kernels.
   *
   * @param proven whether they were seen listed, rather than only claimed
   * @param otherwise what to pretend should it fail all the same
   * @param alone other targets in this machine that {@code otherwise} would break
   */
  record Native(
      boolean proven,
      Optional<OverrideValue> otherwise,
      Optional<String> alone,
      String reason,
      String source)
      implements Support {}

  /**
   * It has none, but those of a relative run.
   *
   * @param value what to set
   * @param doubt why it may not work
   * @param alone other targets in this machine that the value would break, since it holds for every
   *     GPU the process sees: the value must not be set unless the process sees this GPU only
   */
  record Pretend(
      OverrideValue value,
      Optional<String> doubt,
      Optional<String> alone,
      String reason,
      String source)
      implements Support {}

  /**
   * It cannot work, and no override helps.
   *
   * @param last the last version that could, and how
   */
  record Impossible(Optional<String> last, String reason, String source) implements Support {}

  /** Nobody has looked. */
  record Undecided(String reason, String source) implements Support {}
}
