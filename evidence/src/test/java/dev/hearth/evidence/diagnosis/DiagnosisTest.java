package dev.hearth.evidence.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.planning.data.DataException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a diagnosis says of what it found. */
class DiagnosisTest {
  private static Diagnosis of(RuleBook book, String... lines) {
    return Diagnosis.of(book, List.of(lines), Optional.empty(), Optional.empty());
  }

  private static RuleBook book(String keys) {
    return RuleBook.parse(
        "own.yaml",
        """
        rules:
          - id: own.rule
            severity: slow
            confidence: sure
            meaning: "It is so."
            remedy: "Do that."
            sources: ["me"]
        """
            + keys.indent(4));
  }

  @Nested
  class Evidence {
    @Test
    void isTheFirstLineWithItsNumberCountAndTimes() {
      Diagnosis diagnosis =
          of(
              RuleBook.load(),
              "Nov 21 10:00:00 box kernel: quiet",
              "Nov 21 10:00:01 box kernel: amdgpu 0000:c4:00.0: amdgpu: MES failed to respond to msg=2",
              "Nov 21 10:00:05 box kernel: amdgpu 0000:c4:00.0: amdgpu: MES failed to respond to msg=3",
              "Nov 21 10:00:09 box kernel: quiet");
      assertThat(diagnosis.findings())
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(2);
            assertThat(finding.evidence())
                .containsExactly(
                    new Trace(
                        2,
                        Optional.of("Nov 21 10:00:01"),
                        "amdgpu 0000:c4:00.0: amdgpu: MES failed to respond to msg=2"));
            assertThat(finding.since()).contains("Nov 21 10:00:01");
            assertThat(finding.until()).contains("Nov 21 10:00:05");
          });
      assertThat(diagnosis.extent().lines()).isEqualTo(4);
      assertThat(diagnosis.extent().since()).contains("Nov 21 10:00:00");
      assertThat(diagnosis.extent().until()).contains("Nov 21 10:00:09");
    }

    @Test
    void ofALineThatWasWrappedIsTheWholeWithTheNumberOfItsFirst() {
      assertThat(
              of(
                      RuleBook.load(),
                      "[11/21/26 10:00:00] WARNING  No GPU device found in",
                      " ".repeat(29) + "OpenVINO. Falling back to CPU.")
                  .findings())
          .singleElement()
          .satisfies(finding ->
              assertThat(finding.evidence())
                  .containsExactly(
                      new Trace(
                          1,
                          Optional.of("11/21/26 10:00:00"),
                          "[11/21/26 10:00:00] WARNING  No GPU device found in OpenVINO."
                              + " Falling back to CPU.")));
    }

    @Test
    void comesWithTheWorstFirst() {
      assertThat(
              of(
                      RuleBook.load(),
                      "OLLAMA_NUM_GPU=9",
                      "No GPU device found in OpenVINO",
                      "hipErrorNoBinaryForGpu")
                  .findings())
          .extracting(finding -> finding.rule().weight().severity())
          .containsExactly(Severity.STOPS, Severity.ON_CPU, Severity.WARNING);
    }

    @Test
    void namesServiceAndVersionThatTheLogNames() {
      Diagnosis.Extent extent =
          of(RuleBook.load(), "[11/21/26 10:00:00] INFO     Initializing Immich ML v3.1.0")
              .extent();
      assertThat(extent.service()).contains("immich-ml");
      assertThat(extent.version().map(Object::toString)).contains("3.1.0");
    }
  }

  @Nested
  class Shapes {
    @Test
    void ofSeveralLinesWantThemInOrderAndNear() {
      RuleBook book = book("match: ['first thing', 'second thing']\nwithin: 2");
      assertThat(of(book, "first thing", "between", "second thing").findings()).hasSize(1);
      assertThat(of(book, "second thing", "first thing").findings()).isEmpty();
      assertThat(of(book, "first thing", "a", "b", "second thing").findings()).isEmpty();
      assertThat(of(book, "first thing", "a", "first thing", "b", "second thing").findings())
          .hasSize(1);
    }

    @Test
    void endWithALineThatBreaksThem() {
      RuleBook book = book("match: ['begin it', 'crash']\nbreaks: ['end it']");
      assertThat(of(book, "begin it", "end it", "crash").findings()).isEmpty();
      assertThat(of(book, "begin it", "end it", "begin it", "crash").findings()).hasSize(1);
    }

    @Test
    void areForgottenAfterALineThatClearsThem() {
      RuleBook book = book("match: ['on the CPU']\nclears: ['on the GPU']");
      assertThat(of(book, "on the CPU", "on the GPU").findings()).isEmpty();
      assertThat(of(book, "on the CPU", "on the GPU", "on the CPU").findings())
          .singleElement()
          .satisfies(finding -> assertThat(finding.evidence().getFirst().number()).isEqualTo(3));
    }

    @Test
    void areSomethingElseWithALineThatMustNotBeThere() {
      RuleBook book = book("match: ['slow work']\nwithout: ['debug build']");
      assertThat(of(book, "slow work", "debug build").findings()).isEmpty();
      assertThat(of(book, "slow work").findings()).hasSize(1);
    }

    @Test
    void wantToBeSeenAsOftenAsTheyAreToBe() {
      RuleBook book = book("match: ['again']\ntimes: 3");
      assertThat(of(book, "again", "again").findings()).isEmpty();
      assertThat(of(book, "again", "again", "again").findings()).hasSize(1);
    }

    @Test
    void thatNeedAVersionAreSilentWithoutOne() {
      RuleBook book =
          book("match: ['old way']\nbefore: \"2.0.0\"\nversionKnown: true\nservices: [immich-ml]")
              .with(List.of());
      assertThat(of(book, "old way").findings()).isEmpty();
      RuleBook all = RuleBook.load().with(List.of(book));
      assertThat(of(all, "Initializing Immich ML v1.9.0", "old way").findings()).hasSize(1);
      assertThat(of(all, "Initializing Immich ML v2.0.0", "old way").findings()).isEmpty();
    }
  }

  @Nested
  class OwnRules {
    @Test
    void takeThePlaceOfThoseWithTheirId() {
      RuleBook own =
          RuleBook.parse(
              "own.yaml",
              """
              rules:
                - id: rocm.no-kernels
                  severity: warning
                  confidence: possible
                  match: ['my own words']
                  meaning: "Mine."
                  remedy: "Mine, too."
                  sources: ["me"]
              """);
      RuleBook all = RuleBook.load().with(List.of(own));
      assertThat(all.rules()).hasSameSizeAs(RuleBook.load().rules());
      assertThat(of(all, "my own words").findings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"match: ['(']", "match: []", "match: ['x']\ntimes: 0", "mach: ['x']"})
    void thatAreWrongNameTheLine(String keys) {
      assertThatThrownBy(() -> book(keys))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("own.yaml");
    }

    @Test
    void whoseExpressionTakesTooLongAreLeftOutAndNamed() {
      RuleBook book = book("match: ['^(?:a{1,40}){1,40}$']");
      Diagnosis diagnosis = of(book, "a".repeat(4000) + "!");
      assertThat(diagnosis.findings()).isEmpty();
      assertThat(diagnosis.extent().leftOut()).containsExactly("own.rule");
    }
  }

  @Nested
  class Rules {
    @Test
    void allHaveAWordThatIsLookedForFirst() {
      assertThat(RuleBook.load().rules())
          .allSatisfy(rule ->
              assertThat(rule.shape().steps())
                  .allSatisfy(step -> assertThat(step.clues()).as(rule.id()).isNotEmpty()));
    }

    @Test
    void haveSentencesAndKnowOnlyRulesThatAre() {
      List<String> ids = RuleBook.load().rules().stream().map(Rule::id).toList();
      assertThat(RuleBook.load().rules())
          .allSatisfy(rule -> {
            assertThat(rule.id()).matches("[a-z0-9]+\\.[a-z0-9-]+");
            assertThat(rule.text().meaning()).as(rule.id()).endsWith(".");
            assertThat(rule.text().remedy()).as(rule.id()).isNotBlank();
            assertThat(ids).as(rule.id()).containsAll(rule.weight().besides());
          });
    }
  }
}
