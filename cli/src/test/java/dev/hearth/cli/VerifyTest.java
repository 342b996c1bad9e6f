package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.report.RecordedVerdict;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.witness.Observation.Done;
import dev.hearth.evidence.witness.Observation.Reference;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  @TempDir private Path home;
  private Places places;

  @BeforeEach
  void aHome() {
    places = Places.of(Map.of("HOME", home.toString()), home);
  }

  @Nested
  class TheExitCode {
    @Test
    void isThatOfTheWorst() {
      assertThat(VerifyCommand.exitCode(List.of(Outcome.ACCELERATED))).isEqualTo(0);
      assertThat(VerifyCommand.exitCode(List.of(Outcome.ACCELERATED, Outcome.UNPROVEN)))
          .isEqualTo(4);
      assertThat(
              VerifyCommand.exitCode(
                  List.of(Outcome.ON_CPU, Outcome.UNPROVEN, Outcome.ACCELERATED)))
          .isEqualTo(1);
    }

    @Test
    void ofNothingFoundIsNo() {
      assertThat(VerifyCommand.exitCode(List.of())).isEqualTo(1);
    }

    @Test
    void isNoOtherThing() {
      assertThat(List.of(0, 1, 2, 3, 70)).doesNotContain(ExitCodes.UNPROVEN);
    }
  }

  @Nested
  class TheCommand {
    private int hearth(CapturedTerminal captured, String... line) {
      return HearthCommand.run(captured.terminal(), line);
    }

    @Test
    void wantsAServiceWithAName() {
      CapturedTerminal captured = CapturedTerminal.at(home);
      assertThat(hearth(captured, "verify", "--name", "x")).isEqualTo(2);
      assertThat(captured.err()).contains("hearth verify immich-ml --name NAME");
    }

    @Test
    void ofAServiceThatNobodyKnowsNamesThoseThatAre() {
      CapturedTerminal captured = CapturedTerminal.at(home);
      assertThat(hearth(captured, "verify", "imich-ml")).isEqualTo(2);
      assertThat(captured.err()).contains("Did you mean immich-ml?");
    }
  }

  @Nested
  class VerdictsThatAreKept {
    private RecordedVerdict verdict(String name) {
      return new RecordedVerdict(
          "immich-ml",
          name,
          Backend.ROCM,
          Optional.of("x:v1-rocm"),
          Outcome.UNPROVEN,
          "it is \"quiet\"",
          Instant.parse("2026-11-21T15:00:00Z"));
    }

    @Test
    void areReadAsTheyWereWritten() {
      VerdictStore store = new VerdictStore(places);
      assertThat(store.last("immich-ml", "a")).isEmpty();
      store.record(verdict("a"));
      assertThat(store.last("immich-ml", "a")).contains(verdict("a"));
      assertThat(store.last("immich-ml", "b")).isEmpty();
    }

    @Test
    void neverLeaveTheirFolder() throws IOException {
      VerdictStore store = new VerdictStore(places);
      store.record(verdict("../../evil"));
      assertThat(store.last("immich-ml", "../../evil")).contains(verdict("../../evil"));
      try (var files = Files.list(places.state().resolve("verdicts"))) {
        assertThat(files.toList()).hasSize(1);
      }
    }

    @Test
    void thatAreDamagedAreNone() throws IOException {
      VerdictStore store = new VerdictStore(places);
      store.record(verdict("a"));
      Path file = places.state().resolve("verdicts/immich-ml@a.json");
      String text = Files.readString(file);
      for (String damaged : List.of("", "{", text.replace("UNPROVEN", "MAYBE"))) {
        Files.writeString(file, damaged);
        assertThat(store.last("immich-ml", "a")).isEmpty();
      }
    }
  }

  @Nested
  class BaselinesOfTheCpu {
    private final Reading<Workload> work =
        Reading.known(Probes.immich(PhotoTasks.of("clip", "faces")));
    private final Answer answer =
        new Answer(List.of(0.6, 0.8), List.of(List.of(1.0, 2.0, 3.0, 4.0)));

    @Test
    void countForTheSameRequestOnly() {
      Baselines baselines = new Baselines(places, "immich-ml");
      assertThat(baselines.of(work)).isInstanceOf(Reading.Unknown.class);
      baselines.record(
          work, Reading.known(new Done(Duration.ofSeconds(4), Duration.ofMillis(137), answer)));
      assertThat(baselines.of(work))
          .isEqualTo(
              Reading.known(
                  new Reference(Reading.known(Duration.ofMillis(137)), Reading.known(answer))));
      assertThat(baselines.of(Reading.known(Probes.immich(PhotoTasks.of("another", "faces")))))
          .isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void areTheFastestThatWasSeen() {
      Baselines baselines = new Baselines(places, "immich-ml");
      for (int millis : List.of(140, 137, 900)) {
        baselines.record(
            work,
            Reading.known(new Done(Duration.ofSeconds(4), Duration.ofMillis(millis), answer)));
      }
      assertThat(baselines.of(work).flatMap(Reference::each))
          .isEqualTo(Reading.known(Duration.ofMillis(137)));
    }

    @Test
    void areNotMadeOfWorkThatFailed() {
      Baselines baselines = new Baselines(places, "immich-ml");
      baselines.record(work, Reading.unknown("/predict answered 500"));
      assertThat(baselines.of(work)).isInstanceOf(Reading.Unknown.class);
    }
  }
}
