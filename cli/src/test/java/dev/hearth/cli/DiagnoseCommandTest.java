package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hearth.machine.host.PipedInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code hearth diagnose}, on files and on what is piped in. */
class DiagnoseCommandTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("hearth.root"));
  private static final String TROUBLE =
      """
      immich_machine_learning  | [11/21/26 10:00:00] INFO     Initializing Immich ML v2.4.1
      immich_machine_learning  | [11/21/26 10:00:01] WARNING  No GPU device found in
      immich_machine_learning  |                              OpenVINO. Falling back to CPU.
      """;

  @TempDir private Path home;
  private CapturedTerminal captured = CapturedTerminal.piped();

  @BeforeEach
  void moveIn() {
    captured = CapturedTerminal.at(home);
  }

  private int piped(String text, String... arguments) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Places places = Places.of(Map.of("HOME", home.toString()), home);
    return new CommandLine(
            new DiagnoseCommand(
                captured.terminal(),
                places,
                new StandardInput(() -> true, new ByteArrayInputStream(bytes))))
        .setExecutionExceptionHandler(
            (failure, _, _) -> HearthCommand.explain(captured.terminal(), failure, false))
        .execute(arguments);
  }

  private int hearth(String... arguments) {
    return HearthCommand.run(captured.terminal(), arguments);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(home.resolve("some.log"), text);
  }

  @Nested
  class Troubles {
    @Test
    void areToldWithEvidenceRemedyAndSourceAndOne() throws IOException {
      assertThat(hearth("diagnose", file(TROUBLE).toString())).isEqualTo(1);
      assertThat(captured.out())
          .contains(
              "some.log: 3 lines, from 11/21/26",
              "immich-ml 2.4.1",
              "  on-cpu   Intel's compute runtime sees no GPU",
              "seen:   once, 11/21/26 10:00:01",
              "line 2: [11/21/26 10:00:01] WARNING",
              "remedy: Type: hearth doctor immich-ml.",
              "immich-app/immich#9523",
              "openvino.no-gpu");
    }

    @Test
    void areToldOfWhatIsPipedIn() {
      assertThat(piped(TROUBLE)).isEqualTo(1);
      assertThat(captured.out()).startsWith("standard input: 3 lines");
      captured = CapturedTerminal.at(home);
      assertThat(piped(TROUBLE, "-")).isEqualTo(1);
    }

    @Test
    void ofAnotherServiceAreLeftAlone() {
      assertThat(piped(TROUBLE, "--service", "ollama")).isEqualTo(0);
      captured = CapturedTerminal.at(home);
      assertThat(piped(TROUBLE, "--service", "immich-ml")).isEqualTo(1);
    }

    @Test
    void answerScriptsAsTheSchemaSays() throws IOException {
      assertThat(piped(TROUBLE, "--json")).isEqualTo(1);
      String schema =
          Files.readString(CHECKOUT.resolve("docs/schema/hearth.diagnose-1.schema.json"));
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema, InputFormat.JSON)
                  .validate(captured.out(), InputFormat.JSON))
          .isEmpty();
      assertThat(captured.out()).contains("\"openvino.no-gpu\"", "\"2.4.1\"");
    }

    @Test
    void fitATerminalButForAWordThatIsACommandOrAnAddress() throws IOException {
      List<String> all = new ArrayList<>();
      Path known =
          CHECKOUT.resolve("evidence/src/test/resources/dev/hearth/evidence/diagnosis/known");
      try (Stream<Path> logs = Files.list(known)) {
        for (Path log : logs.sorted().toList()) {
          all.addAll(Files.readAllLines(log));
        }
      }
      piped(String.join("\n", all));
      assertThat(captured.out().lines().count()).isGreaterThan(200);
      assertThat(captured.out().lines().filter(line -> line.length() > 80))
          .allSatisfy(line -> assertThat(line.strip()).doesNotContain(" "));
    }

    @Test
    void cannotCommandATerminal() {
      piped("OLLAMA_NUM_GPU=1 \u0007\u0008\u009b31m\u001B[2J\n");
      assertThat(captured.out()).doesNotContain("\u0007", "\u0008", "\u009b", "\u001B");
    }
  }

  @Nested
  class Nothing {
    @Test
    void isSaidPlainlyWithWhatWasRead() {
      assertThat(piped("2026-11-21T10:00:00Z all is well\n")).isEqualTo(0);
      assertThat(captured.out())
          .contains(
              "standard input: 1 line, of 2026-11-21T10:00:00Z",
              "Nothing in it is known to mean trouble",
              "A log cannot prove that");
    }

    @Test
    void toReadIsSaidToo() {
      assertThat(piped("")).isEqualTo(0);
      assertThat(captured.out()).contains("standard input: 0 lines", "There was nothing to read.");
    }
  }

  @Nested
  class WrongUse {
    @Test
    void ofAFileThatIsNotThereNamesTheServiceThatWasMeant() {
      assertThat(hearth("diagnose", "olama")).isEqualTo(2);
      assertThat(captured.err()).contains("Did you mean ollama?");
    }

    @Test
    void ofAFolderSaysSo() {
      assertThat(hearth("diagnose", home.toString())).isEqualTo(1);
      assertThat(captured.err()).contains("cannot read " + home, "remedy:");
    }

    @Test
    void ofOptionsSaysHowTheyAreWritten() {
      assertThat(piped("", "--service", "imich-ml")).isEqualTo(2);
      assertThat(piped("", "--service-version", "new")).isEqualTo(2);
      assertThat(hearth("diagnose", "ollama", "--since", "yesterday")).isEqualTo(2);
      assertThat(captured.err()).contains("Write --since 30m, 12h or 7d", "3.1.0");
    }
  }

  @Nested
  class OwnRules {
    private void write(String rule) throws IOException {
      Path folder = Files.createDirectories(home.resolve(".config/hearth/diagnosis"));
      Files.writeString(folder.resolve("own.yaml"), rule);
    }

    @Test
    void areRead() throws IOException {
      write(
          """
          rules:
            - id: home.disk-full
              severity: stops
              confidence: sure
              match: ['No space left on device']
              meaning: "The disk is full."
              remedy: "Type: df -h"
              sources: ["my notes"]
          """);
      assertThat(piped("OSError: No space left on device")).isEqualTo(1);
      assertThat(captured.out()).contains("The disk is full.", "home.disk-full");
    }

    @Test
    void thatAreWrongAreToldWithTheirLine() throws IOException {
      write("rules:\n  - id: x\n    severty: stops\n");
      assertThat(piped("")).isEqualTo(2);
      assertThat(captured.err()).contains("own.yaml", "docs/diagnose.md explains every key");
    }
  }

  @Nested
  class Lines {
    private static List<String> read(String text) throws IOException {
      List<String> lines = new ArrayList<>();
      LogStream.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), lines::add);
      return lines;
    }

    @Test
    void endWithTheirEndOrTheFile() throws IOException {
      assertThat(read("a\nb\n")).containsExactly("a", "b");
      assertThat(read("a\n\nb")).containsExactly("a", "", "b");
      assertThat(read("")).isEmpty();
    }

    @Test
    void ofALongServiceLogAreTheNewest() {
      List<Duration> asked = new ArrayList<>();
      List<String> lines =
          ServiceLogs.newest(
              span -> {
                asked.add(span);
                return Collections.nCopies((int) span.toHours() * 1000, "x".repeat(100));
              },
              Duration.ofDays(7));

      assertThat(asked)
          .containsExactly(Duration.ofDays(7), Duration.ofHours(42), Duration.ofMinutes(630));
      assertThat(lines).hasSize(10_000);
    }

    @Test
    void areCutWhereTheyAreTooLongAndGoOnAfterIt() throws IOException {
      String half = "x".repeat(40_000);
      assertThat(read(half + half + "\nb\n" + half))
          .extracting(String::length)
          .containsExactly(1 << 16, 1, 40_000);
    }
  }

  @Test
  void standardInputIsGivenByPipesAndFilesAndNotByTerminals() {
    assertThat(PipedInput.given("pipe:[4711]")).isTrue();
    assertThat(PipedInput.given("/home/me/some.log")).isTrue();
    assertThat(PipedInput.given("/dev/pts/0")).isFalse();
    assertThat(PipedInput.given("/dev/null")).isFalse();
  }
}
