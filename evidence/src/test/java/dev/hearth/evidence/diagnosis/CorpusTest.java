package dev.hearth.evidence.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.planning.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules on logs of troubles, and on logs of services that are well. */
class CorpusTest {
  private static final int LEAST_RULES = 45;

  static List<Corpus> known() {
    return Corpus.all("known");
  }

  static List<Corpus> healthy() {
    return Corpus.all("healthy");
  }

  private static List<String> found(List<String> lines) {
    return Diagnosis.of(RuleBook.load(), lines, Optional.empty(), Optional.empty())
        .findings()
        .stream()
        .map(finding -> finding.rule().id())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("known")
  void aKnownTroubleIsFoundAndNothingElse(Corpus log) {
    assertThat(log.source()).isNotEmpty();
    assertThat(found(log.lines())).containsExactlyInAnyOrderElementsOf(log.expects());
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void aHealthyLogIsQuiet(Corpus log) {
    assertThat(log.source()).isNotEmpty();
    assertThat(log.lines()).isNotEmpty();
    assertThat(found(log.lines())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("known")
  void theSameIsFoundBehindWhatAKeeperPutsBefore(Corpus log) {
    if (log.lines().getFirst().matches("[A-Z][a-z]{2} \\d.*|\\d{4}-.*|immich_server .*")) {
      return; // has a keeper's words already
    }
    for (String prefix :
        List.of(
            "immich_machine_learning  | ",
            "2026-11-21T10:00:00.123456789+01:00 ",
            "2026-11-21T10:00:00.123456789Z stderr F ",
            "Nov 21 10:00:00 box program[4242]: ",
            "2026-11-21T10:00:00+0100 box program[4242]: ",
            "immich_machine_learning-1  | 2026-11-21T10:00:00.123456789Z ")) {
      assertThat(found(log.lines().stream().map(line -> prefix + line).toList()))
          .as(prefix)
          .containsExactlyInAnyOrderElementsOf(log.expects());
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void theSameIsFoundInColoursAndWithTheReturnsOfWindows(Corpus log) {
    assertThat(
            found(log.lines().stream().map(line -> "\u001B[1;31m" + line + "\u001B[0m\r").toList()))
        .containsExactlyInAnyOrderElementsOf(log.expects());
  }

  @Test
  void everyRuleHasALogOfItsOwn() {
    List<String> ids = RuleBook.load().rules().stream().map(Rule::id).toList();
    assertThat(ids).hasSizeGreaterThanOrEqualTo(LEAST_RULES);
    assertThat(known().stream().map(Corpus::name)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(known()).allSatisfy(log -> assertThat(log.expects()).contains(log.name()));
  }

  @Test
  void allHealthyLogsTogetherAreQuietToo() {
    List<String> all = new ArrayList<>();
    healthy().forEach(log -> all.addAll(log.lines()));
    assertThat(found(all)).isEmpty();
  }

  @Test
  void aVersionThatIsNotMeantIsLeftAlone() {
    List<String> dropped =
        List.of(
            "time=2026-11-21T10:00:00Z msg=\"dropping integrated GPU; to enable, set OLLAMA_IGPU_ENABLE=1\"");
    assertThat(
            Diagnosis.of(RuleBook.load(), dropped, Optional.of("ollama"), Version.parse("0.24.0"))
                .findings())
        .isEmpty();
    assertThat(
            Diagnosis.of(RuleBook.load(), dropped, Optional.of("ollama"), Version.parse("0.30.2"))
                .findings())
        .hasSize(1);
  }
}
