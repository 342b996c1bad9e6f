package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HearthCommandTest {
  @TempDir private Path home;
  private CapturedTerminal captured = CapturedTerminal.piped();

  @BeforeEach
  void moveIn() {
    captured = CapturedTerminal.at(home);
  }

  private int hearth(String... arguments) {
    return HearthCommand.run(captured.terminal(), arguments);
  }

  @Nested
  class Asked {
    @Test
    void nothingShowsTheMachineAndWhatToDoNext() {
      assertThat(hearth()).isEqualTo(0);
      assertThat(captured.out()).startsWith("Computer ").contains("\nNext\n", "hearth up ");
      assertThat(captured.err()).isEmpty();
    }

    @Test
    void forHelpSaysWhatItCanDo() {
      assertThat(hearth("--help")).isEqualTo(0);
      assertThat(captured.out())
          .contains(
              "Usage: hearth",
              "  up ",
              "  models ",
              "  runtimes ",
              "  detect ",
              "  doctor ",
              "  plan ",
              "  fit ");
    }

    @Test
    void forItsVersionNamesOneThatTheBuildWroteIn() {
      assertThat(hearth("--version")).isEqualTo(0);
      assertThat(captured.out()).matches("hearth \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @Test
    void forTheModelsOfAnEmptyStoreSaysWhereTheyComeFrom() {
      assertThat(hearth("models", "list")).isEqualTo(0);
      assertThat(captured.out())
          .isEqualTo("No models yet. hearth up fetches the starter models.\n");
    }

    @Test
    void forJsonAnswersWithJsonAlone() {
      assertThat(hearth("models", "list", "--json")).isEqualTo(0);
      assertThat(captured.out().strip()).isEqualTo("[ ]");
    }
  }

  @Nested
  class WrongUsage {
    @Test
    void ofAnOptionIsTwoAndSuggestsTheNearest() {
      assertThat(hearth("up", "--prot", "3003")).isEqualTo(2);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: hearth up has no option --prot
                remedy:  Did you mean --port? hearth up --help
              """);
      assertThat(captured.out()).isEmpty();
    }

    @Test
    void ofAnOptionThatResemblesNothingPointsToTheHelp() {
      assertThat(hearth("models", "list", "--frobnicate")).isEqualTo(2);
      assertThat(captured.err()).endsWith("\n  remedy:  hearth models list --help\n");
    }

    @Test
    void ofACommandIsTwoAndSuggestsTheNearest() {
      assertThat(hearth("modles", "list")).isEqualTo(2);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: hearth has no command modles
                remedy:  Did you mean models? hearth --help
              """);
    }

    @Test
    void ofOneWordTooManyIsTwo() {
      assertThat(hearth("models", "list", "clip")).isEqualTo(2);
      assertThat(captured.err()).startsWith("hearth: hearth models list has no place for clip\n");
    }

    @Test
    void ofAnOptionWithoutItsValueIsTwo() {
      assertThat(hearth("up", "--port")).isEqualTo(2);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: Missing required parameter for option '--port' (PORT)
                remedy:  hearth up --help
              """);
    }

    @Test
    void ofACommandThatNeedsAnotherIsTwoAndNamesThem() {
      assertThat(hearth("models")).isEqualTo(2);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: Missing required subcommand
                remedy:  One of list, pull, rm, verify. hearth models --help
              """);
    }

    @Test
    void ofAModelsNameIsTwoAndListsTheTasks() {
      assertThat(hearth("models", "verify", "buffalo_l")).isEqualTo(2);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: "buffalo_l" does not name a model
                remedy:  Write TASK/NAME, where TASK is one of clip, facial-recognition, ocr, text.
              """);
    }

    @Test
    void inTheSettingsNamesFileLineAndTheNearestKey() throws IOException {
      Path settings = Files.writeString(home.resolve("hearth.yaml"), "device: cpu\nprot: 3003\n");

      assertThat(hearth("up", "--config", settings.toString())).isEqualTo(2);
      assertThat(captured.err()).contains("prot", settings.toString(), "2", "port");
    }

    @Test
    void ofASettingsFileThatIsNotThereIsTwo() {
      assertThat(hearth("up", "--config", home.resolve("none.yaml").toString())).isEqualTo(2);
      assertThat(captured.err())
          .contains(
              "none.yaml cannot be read", "because: NoSuchFileException", "remedy:  Create it");
    }
  }

  @Nested
  class AProblem {
    @Test
    void isToldWithItsRemedy() {
      assertThat(hearth("up", "--name", "mine")).isEqualTo(2);
      assertThat(captured.err())
          .startsWith("hearth: --manager, --image, --name, ")
          .endsWith("\n  remedy:  Name one: hearth up immich-ml --dry-run\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vulkan", "cuda", "openvino", "migraphx"})
    void ofABackendThatIsNotHereIsOneAndNeverTheCpuInstead(String backend) {
      // No runtime is installed under a home that is new; most machines lack the GPU as well.
      assertThat(hearth("up", "--backend", backend, "--no-starter")).isEqualTo(1);
      assertThat(captured.err())
          .startsWith("hearth: The engine cannot compute with ")
          .contains("\n  because: ", "\n  remedy:  ");
      assertThat(captured.out()).isEmpty();
    }

    @Test
    void ofRocmIsOneAndNamesWhatTookItsPlace() {
      assertThat(hearth("up", "--backend", "rocm", "--no-starter")).isEqualTo(1);
      assertThat(captured.err())
          .startsWith("hearth: The engine cannot compute with ROCm\n")
          .contains("--backend vulkan");
    }

    @Test
    void ofAWordThatIsNoBackendIsTwoAndListsThem() {
      assertThat(hearth("up", "--backend", "vulcan", "--no-starter")).isEqualTo(2);
      assertThat(captured.err())
          .contains("auto, cpu, vulkan, cuda, openvino, migraphx, rocm", "Did you mean 'vulkan'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "vulkan"})
    void ofAnAcceleratorThatIsNotHereIsOneAndNeverAnother(String backend) {
      assertThat(hearth("up", "--backend", backend, "--accelerator", "Voodoo 5", "--no-starter"))
          .isEqualTo(1);
      assertThat(captured.err())
          .startsWith("hearth: There is no accelerator Voodoo 5 here\n")
          .contains("\n  because: ", "hearth detect lists them.");
      assertThat(captured.out()).isEmpty();
    }

    @Test
    void ofTwoRuntimesAtOnceIsOne() throws IOException {
      Path settings =
          Files.writeString(home.resolve("hearth.yaml"), "devices:\n  clip: cuda\n  ocr: vulkan\n");

      assertThat(hearth("up", "--config", settings.toString(), "--no-starter")).isEqualTo(1);
      assertThat(captured.err())
          .startsWith("hearth: The engine cannot compute with Vulkan and CUDA");
    }

    @Test
    void ofWhatIsNotThereIsOne() {
      assertThat(hearth("models", "rm", "clip/none")).isEqualTo(1);
      assertThat(captured.err()).startsWith("hearth: ");
    }
  }

  @Nested
  class Explained {
    @Test
    void aBugIsCalledOneAndKeepsItsStackTraceForTheAsking() {
      Exception bug = new IllegalStateException("two owners");

      assertThat(HearthCommand.explain(captured.terminal(), bug, false)).isEqualTo(70);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: unexpected error, this is a bug: java.lang.IllegalStateException: two owners
              hearth: run again with -v for the stack trace and report it
              """);
    }

    @Test
    void aBugShowsItsStackTraceWhenVerbose() {
      Exception bug = new IllegalStateException("two owners");

      assertThat(HearthCommand.explain(captured.terminal(), bug, true)).isEqualTo(70);
      assertThat(captured.err()).contains("this is a bug", "at dev.hearth.cli.HearthCommandTest");
    }

    @Test
    void aProblemShowsNeitherBugNorStackTrace() {
      Exception refused =
          new ProblemException(Problem.Kind.UNAVAILABLE, "The disk is full", "Free 2 GB.");

      assertThat(HearthCommand.explain(captured.terminal(), refused, true)).isEqualTo(1);
      assertThat(captured.err()).isEqualTo("hearth: The disk is full\n  remedy:  Free 2 GB.\n");
    }
  }
}
