package dev.hearth.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.manager.State;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm";

  private static ServiceStatus status(String image, Optional<RecordedVerdict> verdict) {
    return new ServiceStatus(
        "immich-ml",
        "quadlet immich-machine-learning",
        List.of(),
        new State(State.Phase.RUNNING, "active (running)", 0),
        Optional.empty(),
        Optional.of(image),
        Optional.of(Backend.ROCM),
        List.of("/dev/kfd"),
        List.of(),
        Optional.empty(),
        verdict);
  }

  private static String text(ServiceStatus status) {
    return String.join("\n", StatusText.of(List.of(status), new Paint(false)));
  }

  private static Optional<RecordedVerdict> verdict() {
    return Optional.of(Verdicts.immich(Outcome.UNPROVEN, "nobody saw it", false).recorded());
  }

  @Test
  void theLastVerdictIsALine() {
    assertThat(text(status(IMAGE, verdict())))
        .contains("  verdict      UNPROVEN (hearth verify, 2026-11-21T15:00:00Z): nobody saw it");
    assertThat(text(status(IMAGE, Optional.empty()))).doesNotContain("verdict");
  }

  @Test
  void ofAnotherImageItIsSaidToBeHistory() {
    assertThat(text(status(IMAGE.replace("3.1.0", "3.2.0"), verdict())).replaceAll("\\s+", " "))
        .contains("UNPROVEN (hearth verify, 2026-11-21T15:00:00Z, of another image)");
  }

  @Test
  void scriptsAreToldTheVerdictToo() {
    assertThat(StatusJson.of(List.of(status(IMAGE, verdict())), "1").toString())
        .contains("verdict={outcome=unproven, because=nobody saw it, backend=rocm");
  }
}
