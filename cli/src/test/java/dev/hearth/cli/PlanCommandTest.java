package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  private static final Path MACHINES =
      Path.of(System.getProperty("hearth.root")).resolve("machine/src/test/resources/machines");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path home;

  @SuppressWarnings("NullAway.Init") // set before each
  private CapturedTerminal captured;

  @BeforeEach
  void open() {
    captured = CapturedTerminal.at(home);
  }

  private int plan(String machine, String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "plan";
    System.arraycopy(words, 0, line, 1, words.length);
    line[words.length + 1] = "--root";
    line[words.length + 2] = MACHINES.resolve(machine + ".txt").toString();
    return HearthCommand.run(captured.terminal(), line);
  }

  @Test
  void isGoodWhereTheServiceCanRunSo() {
    assertThat(plan("780m-32gb", "immich-ml")).isZero();
  }

  @Test
  void isNoWhereSomethingIsInTheWay() {
    assertThat(plan("780m-no-permission", "immich-ml")).isEqualTo(1);
    assertThat(captured.out())
        .contains("remedy: sudo usermod -aG render", "hearth plan immich-ml --backend cpu");
  }

  @Test
  void isWrongUsageWhereTheServiceCannotBeHadSoAnywhere() {
    assertThat(plan("780m-32gb", "immich-ml", "--backend", "vulkan")).isEqualTo(2);
    assertThat(captured.out()).contains("--backend takes one of cpu, rocm");
  }

  @Test
  void suggestsTheNearestService() {
    assertThat(plan("780m-32gb", "imich-ml")).isEqualTo(2);
    assertThat(captured.err()).contains("Did you mean immich-ml?");
  }

  @Nested
  class AServiceOfOnesOwn {
    private void described(String last) throws IOException {
      Path folder = Files.createDirectories(home.resolve(".config/hearth/services"));
      Files.writeString(
          folder.resolve("mine.yaml"),
          """
          sources: {me: {title: "Me", date: 2026-11-21}}
          services:
            - id: mine
              title: "Mine"
              supervisors: [quadlet]
              source: me
              backends: {cpu: {image: "example.org/mine:1", source: me}}
              operation:
                name: mine
                repositories: [example.org/mine]
                ports: [9000]
          """
              + last);
    }

    @Test
    void isPlannedAsAnyOther() throws IOException {
      described("      health: {http: {port: 9000, path: /}, first: 1 min, later: 30 s}\n");

      assertThat(plan("780m-32gb", "mine")).isZero();
      assertThat(captured.out()).contains("example.org/mine:1");
    }

    @Test
    void thatIsWrongIsNamedWithItsLine() throws IOException {
      described("      helth: {http: {port: 9000, path: /}, first: 1 min, later: 30 s}\n");

      assertThat(plan("780m-32gb", "mine")).isEqualTo(2);
      assertThat(captured.err()).contains("mine.yaml:9:", "is helth in line 12 meant?");
    }
  }
}
