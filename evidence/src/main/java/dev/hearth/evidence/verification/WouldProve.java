package dev.hearth.evidence.verification;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Witness;
import java.util.Optional;

/** What a person may do so that an unproven verdict becomes a certain one. Pure. */
public final class WouldProve {
  private WouldProve() {}

  /**
   * What to do; empty where the verdict is certain.
   *
   * @param command by which the person asked: hearth verify immich-ml
   * @param podman whether rootless Podman runs it
   */
  public static Optional<String> of(Verdict verdict, String command, boolean podman) {
    if (verdict.outcome() != Verdict.Outcome.UNPROVEN) {
      return Optional.empty();
    }
    Optional<Testimony> probe = from(verdict, Witness.PROBE);
    if (probe.filter(each -> each.stance() == Stance.SILENT).isPresent()) {
      return Optional.of("work that it can be given; now: " + probe.get().evidence());
    }
    if (verdict.testimonies().stream().anyMatch(each -> each.stance() == Stance.AGAINST)) {
      return Optional.of("what speaks against it, put right: see the rows; then " + command);
    }
    boolean hidden =
        from(verdict, Witness.OPEN_HANDLES)
            .filter(each -> each.stance() == Stance.SILENT)
            .isPresent();
    return Optional.of(
        hidden
            ? (podman ? "podman unshare " : "sudo ") + command + ", which sees its processes"
            : "the same while nothing else uses the accelerator: " + command);
  }

  private static Optional<Testimony> from(Verdict verdict, Witness witness) {
    return verdict.testimonies().stream().filter(each -> each.witness() == witness).findFirst();
  }
}
