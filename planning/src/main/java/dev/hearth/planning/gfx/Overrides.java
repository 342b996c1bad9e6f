package dev.hearth.planning.gfx;

import java.util.Optional;

/** Which of a target's overrides may be tried with a bundle, and why the others may not. */
final class Overrides {
  private Overrides() {}

  /** The first that stands for kernels which are there, of the same major family. */
  static Optional<GfxTarget.Candidate> first(Optional<GfxTarget> target, Bundle bundle) {
    return target.stream()
        .flatMap(
            row -> row.overrides().stream().filter(each -> refusal(row, each, bundle).isEmpty()))
        .findFirst();
  }

  /** Why none of them may; a half sentence. */
  static String refusals(GfxTarget target, Bundle bundle) {
    if (target.overrides().isEmpty()) {
      return ", and no override is known to help";
    }
    StringBuilder text = new StringBuilder();
    target
        .overrides()
        .forEach(
            each -> refusal(target, each, bundle).ifPresent(why -> text.append("; ").append(why)));
    return text.toString();
  }

  private static Optional<String> refusal(
      GfxTarget target, GfxTarget.Candidate candidate, Bundle bundle) {
    OverrideValue override = candidate.override();
    String refused = "the override " + override.value() + " is refused: ";
    if (!OverrideValue.major(override.target()).equals(OverrideValue.major(target.gfx()))) {
      return Optional.of(refused + override.target() + " is of another family");
    }
    if (!bundle.covers(override.target())) {
      return Optional.of(refused + "there are no kernels for " + override.target() + " either");
    }
    return Optional.empty();
  }
}
