package dev.hearth.evidence.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WouldProveTest {
  private static final String COMMAND = "hearth verify immich-ml";
  private static final Testimony ANSWERED =
      Testimony.speaking(Witness.PROBE, Weight.NECESSARY, "a photo took 20 ms");
  private static final Testimony HIDDEN =
      Testimony.silent(Witness.OPEN_HANDLES, "/proc/700/fd may not be read");

  private static Optional<String> of(Outcome outcome, boolean podman, Testimony... said) {
    return WouldProve.of(new Verdict(outcome, "", List.of(said)), COMMAND, podman);
  }

  @Test
  void aCertainVerdictNeedsNothing() {
    assertThat(of(Outcome.ACCELERATED, false, ANSWERED, HIDDEN)).isEmpty();
    assertThat(of(Outcome.ON_CPU, false, ANSWERED, HIDDEN)).isEmpty();
  }

  @Test
  void whoMayNotLookIsToldWhoMay() {
    assertThat(of(Outcome.UNPROVEN, false, ANSWERED, HIDDEN))
        .contains("sudo " + COMMAND + ", which sees its processes");
    assertThat(of(Outcome.UNPROVEN, true, ANSWERED, HIDDEN))
        .contains("podman unshare " + COMMAND + ", which sees its processes");
  }

  @Test
  void withoutWorkThatIsWhatIsMissing() {
    assertThat(
            of(
                Outcome.UNPROVEN,
                false,
                Testimony.silent(Witness.PROBE, "Ollama has no model here"),
                HIDDEN))
        .contains("work that it can be given; now: Ollama has no model here");
  }

  @Test
  void whatSpeaksAgainstItComesFirst() {
    assertThat(
            of(
                Outcome.UNPROVEN,
                false,
                ANSWERED,
                HIDDEN,
                Testimony.against(Witness.ANSWERS, Weight.VETO, "nothing but zeros")))
        .hasValueSatisfying(what -> assertThat(what).startsWith("what speaks against it"));
  }

  @Test
  void whereAllIsSeenQuietHelps() {
    assertThat(of(Outcome.UNPROVEN, false, ANSWERED))
        .contains("the same while nothing else uses the accelerator: " + COMMAND);
  }
}
