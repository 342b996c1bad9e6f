package dev.hearth.deployment.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import dev.hearth.planning.service.LogRule;
import dev.hearth.planning.service.LogRule.Meaning;
import dev.hearth.planning.service.ServiceCatalog;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LogsTest {
  @Nested
  class AText {
    private static final String BLANKS = " ".repeat(29);

    @Test
    void wrappedByRichIsPutTogether() {
      assertThat(
              LogText.of(
                  List.of(
                      "[11/21/26 10:00:00] INFO     Setting execution providers to                     ",
                      BLANKS + "['MIGraphXExecutionProvider',                       ",
                      BLANKS + "'CPUExecutionProvider'], in descending order of    ",
                      BLANKS + "preference                                         ",
                      "[11/21/26 10:00:01] INFO     Loaded")))
          .containsExactly(
              "[11/21/26 10:00:00] INFO     Setting execution providers to"
                  + " ['MIGraphXExecutionProvider', 'CPUExecutionProvider'], in descending order of"
                  + " preference",
              "[11/21/26 10:00:01] INFO     Loaded");
    }

    @Test
    void ofOneWordLongerThanALineGetsNoBlankIntoIt() {
      String word = "/cache/clip/" + "x".repeat(60) + "/model.onnx";

      assertThat(
              LogText.of(
                  List.of(
                      "[11/21/26 10:00:00] INFO     Loading",
                      BLANKS + word.substring(0, 51),
                      BLANKS + word.substring(51))))
          .containsExactly("[11/21/26 10:00:00] INFO     Loading " + word);
    }

    @Test
    void indentedLessIsOfItsOwn() {
      assertThat(LogText.of(List.of("Traceback:", "    at line 3", "  File x")))
          .containsExactly("Traceback:", "    at line 3", "  File x");
    }

    @Test
    void thatBeginsInTheMiddleIsKept() {
      assertThat(LogText.of(List.of(BLANKS + "preference"))).containsExactly(BLANKS + "preference");
    }

    @Test
    void losesItsColoursAndWhatWasWrittenOver() {
      assertThat(
              LogText.of(
                  List.of(
                      "\u001B[2;36m[10:00]\u001B[0m \u001B[34mINFO    \u001B[0m ready",
                      "\u001B]8;;file://x\u001B\\main.py\u001B]8;;\u001B\\",
                      " 10%\r 100%\r")))
          .containsExactly("[10:00] INFO     ready", "main.py", " 100%");
    }
  }

  @Nested
  class AVerdict {
    private static final Source SOURCE = new Source("a test", LocalDate.of(2026, 11, 21));
    private static final LogRule COMPILED =
        rule("compile_program\\] Model Compile: Complete", Meaning.ACCELERATED);
    private static final LogRule FELL_BACK =
        rule("Falling back to \\['CPUExecutionProvider'\\]", Meaning.ON_CPU);
    private static final LogRule KILLED = rule("was sent code 139", Meaning.FAILED);
    private static final List<LogRule> RULES =
        List.of(
            COMPILED,
            FELL_BACK,
            KILLED,
            rule("offloaded [1-9]\\d*/\\d+ layers", Meaning.ACCELERATED),
            rule("offloaded 0/\\d+ layers", Meaning.ON_CPU));

    private static LogRule rule(String pattern, Meaning meaning) {
      return new LogRule(
          Pattern.compile(pattern), meaning, Set.of(), VersionRange.ALWAYS, "it does", SOURCE);
    }

    private Optional<Meaning> meaning(String... lines) {
      return LogVerdict.of(List.of(lines), RULES, Backend.ROCM, Optional.empty()).meaning();
    }

    @Test
    void ofALogThatSaysNothingIsNone() {
      assertThat(meaning("Setting execution providers to ['MIGraphXExecutionProvider']")).isEmpty();
    }

    /** Ollama writes its message in quotation marks, and the rest behind them. */
    @Test
    void ofOllamaIsReadInTheFormInWhichItWrites() {
      List<LogRule> rules =
          ServiceCatalog.load().find("ollama").orElseThrow().operation().orElseThrow().log();
      String found =
          "time=2026-11-21T10:00:01.200Z level=INFO source=types.go:130 msg=\"inference compute\""
              + " id=0 library=%s compute=gfx1100 name=ROCm0";

      assertThat(
              LogVerdict.of(List.of(found.formatted("ROCm")), rules, Backend.ROCM, Optional.empty())
                  .meaning())
          .contains(Meaning.ACCELERATED);
      assertThat(
              LogVerdict.of(List.of(found.formatted("cpu")), rules, Backend.ROCM, Optional.empty())
                  .meaning())
          .contains(Meaning.ON_CPU);
    }

    @Test
    void thatItFellBackOutweighsEverythingElse() {
      String compiled = "[W:onnxruntime:Default, x.cc:1 compile_program] Model Compile: Complete";
      String fell = "Falling back to ['CPUExecutionProvider'] and retrying.";

      assertThat(meaning(compiled)).contains(Meaning.ACCELERATED);
      assertThat(meaning(fell, compiled)).contains(Meaning.ON_CPU);
      assertThat(meaning(compiled, "Worker was sent code 139!")).contains(Meaning.FAILED);
      assertThat(meaning(compiled, "Worker was sent code 139!", fell)).contains(Meaning.ON_CPU);
    }

    @Test
    void namesTheRuleAndTheWholeLine() {
      LogVerdict verdict =
          LogVerdict.of(
              List.of(
                  "[11/21/26 10:00:00] WARN     Falling back to",
                  " ".repeat(29) + "['CPUExecutionProvider'] and retrying."),
              RULES,
              Backend.ROCM,
              Optional.empty());

      assertThat(verdict.rule()).contains(FELL_BACK);
      assertThat(verdict.line()).endsWith("Falling back to ['CPUExecutionProvider'] and retrying.");
    }

    @Test
    void countsTheLastDistributionOfLayersOnly() {
      assertThat(meaning("offloaded 0/33 layers to GPU", "msg=\"offloaded 33/33 layers to GPU\""))
          .contains(Meaning.ACCELERATED);
      assertThat(meaning("offloaded 33/33 layers to GPU", "offloaded 0/33 layers to GPU"))
          .contains(Meaning.ON_CPU);
    }

    @Test
    void asksOnlyRulesOfTheBackendAndTheVersion() {
      LogRule cuda =
          new LogRule(
              Pattern.compile("x"),
              Meaning.ON_CPU,
              Set.of(Backend.CUDA),
              new VersionRange(Version.parse("2.0"), Optional.empty()),
              "it does",
              SOURCE);
      List<String> lines = List.of("x");
      List<LogRule> rules = List.of(cuda);

      assertThat(LogVerdict.of(lines, rules, Backend.ROCM, Optional.empty()).meaning()).isEmpty();
      assertThat(LogVerdict.of(lines, rules, Backend.CUDA, Version.parse("1.9")).meaning())
          .isEmpty();
      assertThat(LogVerdict.of(lines, rules, Backend.CUDA, Version.parse("2.1")).meaning())
          .contains(Meaning.ON_CPU);
      assertThat(LogVerdict.of(lines, rules, Backend.CUDA, Optional.empty()).meaning())
          .contains(Meaning.ON_CPU);
    }
  }
}
