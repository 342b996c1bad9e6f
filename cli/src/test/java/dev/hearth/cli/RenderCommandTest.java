package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code hearth render}: files on standard output, or in a folder that it does not spoil. */
class RenderCommandTest {
  private static final String MACHINE =
      Path.of(
              System.getProperty("hearth.root"),
              "machine/src/test/resources/machines/780m-32gb.txt")
          .toString();

  @TempDir private Path home;
  private CapturedTerminal captured = CapturedTerminal.piped();

  @BeforeEach
  void moveIn() {
    captured = CapturedTerminal.at(home);
  }

  private int hearth(String... options) {
    captured = CapturedTerminal.at(home);
    List<String> line =
        Stream.concat(
                Stream.of("render", "immich-ml", "--manager", "quadlet", "--root", MACHINE),
                Stream.of(options))
            .toList();
    return HearthCommand.run(captured.terminal(), line.toArray(String[]::new));
  }

  @Nested
  class OnStandardOutput {
    @Test
    void severalFilesHaveTheirNamesBeforeThem() {
      assertThat(hearth("--as", "quadlet")).isZero();
      assertThat(captured.err()).isEmpty();
      assertThat(captured.out())
          .startsWith("# ---- immich-machine-learning.container\n# Written by Hearth: ")
          .contains("\nGroupAdd=keep-groups\n", "\n# ---- ", ".volume\n");
    }

    @Test
    void oneFileIsAloneSoThatItCanBePiped() {
      assertThat(hearth("--as", "run")).isZero();
      assertThat(captured.out()).startsWith("#!/bin/sh\n").doesNotContain("# ----");
    }

    @Test
    void scriptsGetAListOfNameAndText() {
      assertThat(hearth("--as", "quadlet", "--json")).isZero();
      JsonNode files = JsonMapper.shared().readTree(captured.out());
      assertThat(files.get(0).get("name").asString())
          .isEqualTo("immich-machine-learning.container");
      assertThat(files.get(0).get("text").asString()).contains("[Container]");
    }

    @Test
    void wishesAreHeard() {
      assertThat(hearth("--as", "run", "--set", "GREETING=it's $5", "--port", "3103")).isZero();
      assertThat(captured.out())
          .contains("--env 'GREETING=it'\\''s $5' \\", "--publish 3103:3003 \\");
    }
  }

  @Nested
  class InAFolder {
    private Path folder = Path.of("");
    private Path container = Path.of("");

    @BeforeEach
    void choose() {
      folder = home.resolve("new/folder");
      container = folder.resolve("immich-machine-learning.container");
    }

    private int into() {
      return hearth("--as", "quadlet", "--out", folder.toString());
    }

    @Test
    void whichIsMadeItSaysWhatItWrote() throws IOException {
      assertThat(into()).isZero();
      assertThat(captured.out()).contains(container + ": written\n");
      assertThat(Files.readString(container)).startsWith("# Written by Hearth: ");
    }

    @Test
    void theSameFilesAgainAreLeftAlone() throws IOException {
      into();
      var before = Files.getLastModifiedTime(container);
      assertThat(into()).isZero();
      assertThat(captured.out()).contains(container + ": as it was\n");
      assertThat(Files.getLastModifiedTime(container)).isEqualTo(before);
    }

    @Test
    void aFileOfOtherContentIsReplacedOnlyByForceAndNoneIsWrittenBefore() throws IOException {
      Files.createDirectories(folder);
      Files.writeString(container, "mine\n");
      assertThat(into()).isEqualTo(2);
      assertThat(captured.err()).contains("immich-machine-learning.container", "--force");
      assertThat(Files.readString(container)).isEqualTo("mine\n");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(container);
      }

      assertThat(hearth("--as", "quadlet", "--out", folder.toString(), "--force")).isZero();
      assertThat(captured.out()).contains(container + ": replaced\n");
      assertThat(Files.readString(container)).startsWith("# Written by Hearth: ");
    }

    @Test
    void thatIsAFileIsToldSo() throws IOException {
      Path file = Files.writeString(home.resolve("file"), "x");
      assertThat(hearth("--as", "quadlet", "--out", file.toString())).isEqualTo(1);
      assertThat(captured.err()).contains("cannot be written", "remedy:");
    }
  }

  @Nested
  class AskedWrongly {
    @Test
    void aFormOfAnotherNameIsToldTheNearest() {
      assertThat(hearth("--as", "quadlets")).isEqualTo(2);
      assertThat(captured.err()).contains("Did you mean quadlet?", "kubernetes");
    }

    @Test
    void withoutAFormItSaysWhatIsMissing() {
      assertThat(hearth()).isEqualTo(2);
      assertThat(captured.err()).contains("--as");
    }
  }
}
