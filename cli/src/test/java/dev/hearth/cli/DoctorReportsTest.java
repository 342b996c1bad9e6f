package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.ServiceVerdicts.Installed;
import dev.hearth.cli.report.RecordedVerdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.doctor.Status;
import dev.hearth.server.api.Reports.ServiceVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorReportsTest {
  private static final Installed IMMICH =
      new Installed("immich-ml", "immich_machine_learning", Optional.of("immich:v3-rocm"));
  private static final Installed OLLAMA = new Installed("ollama", "ollama", Optional.empty());

  @TempDir private Path home;
  private VerdictStore store;
  private DoctorReports reports;
  private long nanos;
  private int looks;

  @BeforeEach
  void wire() {
    store = new VerdictStore(Places.of(Map.of("HOME", home.toString()), home));
    reports = new DoctorReports(new CountedLooks(), new ServiceVerdicts(store), () -> nanos);
  }

  private final class CountedLooks implements DoctorReports.Looks {
    @Override
    public List<Finding> findings() {
      looks++;
      return List.of(
          new Finding(
              "rocm.kfd-node",
              Status.FAIL,
              Optional.of(Backend.ROCM),
              Optional.of("pci-0000:c4:00.0"),
              "You may not open /dev/kfd.",
              "crw-rw---- root render",
              "sudo usermod -aG render $USER",
              "docs"));
    }

    @Override
    public List<Installed> installed() {
      return List.of(IMMICH, OLLAMA);
    }
  }

  private void verified(String image, Outcome outcome) {
    store.record(
        new RecordedVerdict(
            IMMICH.service(),
            IMMICH.name(),
            Backend.ROCM,
            Optional.of(image),
            outcome,
            "It had no compute queue.",
            Instant.parse("2026-01-02T03:04:05.678Z")));
  }

  @Test
  void aFindingNamesBackendAndAccelerator() {
    assertThat(reports.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.status()).isEqualTo("fail");
          assertThat(finding.about()).isEqualTo("rocm on pci-0000:c4:00.0");
          assertThat(finding.remedy()).isEqualTo("sudo usermod -aG render $USER");
        });
  }

  @Test
  void aServiceHasItsLastVerdict() {
    verified("immich:v3-rocm", Outcome.ON_CPU);

    assertThat(reports.services().getFirst())
        .isEqualTo(
            new ServiceVerdict(
                "immich-ml (immich_machine_learning)",
                "ON_CPU",
                "It had no compute queue.",
                Optional.of("2026-01-02T03:04:05Z")));
  }

  @Test
  void aVerdictOnAnotherImageIsHistory() {
    verified("immich:v2-rocm", Outcome.ACCELERATED);

    assertThat(reports.services().getFirst().why())
        .isEqualTo(
            "It had no compute queue. That was another image; look again: hearth verify immich-ml");
  }

  @Test
  void whatNobodyLookedAtSaysHowTo() {
    assertThat(reports.services().getLast())
        .isEqualTo(
            new ServiceVerdict(
                "ollama",
                "UNVERIFIED",
                "Nobody has looked where it computes: hearth verify ollama",
                Optional.empty()));
  }

  @Test
  void aNewVerdictIsShownAtOnceAndTheMachineLookedAtOnceAMinute() {
    assertThat(reports.services().getFirst().verdict()).isEqualTo("UNVERIFIED");
    verified("immich:v3-rocm", Outcome.ACCELERATED);

    assertThat(reports.services().getFirst().verdict()).isEqualTo("ACCELERATED");
    assertThat(looks).isEqualTo(1);

    nanos = Duration.ofMinutes(1).toNanos();
    reports.findings();

    assertThat(looks).isEqualTo(2);
  }
}
