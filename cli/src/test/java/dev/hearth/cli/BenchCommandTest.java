package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.capture.Roots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearth bench}, on a mini PC with a Radeon 780M where an Ollama is installed. */
class BenchCommandTest {
  private static final Path MINI_PC =
      Path.of(System.getProperty("hearth.root"))
          .resolve("machine/src/test/resources/machines/780m-32gb.txt");
  private static final String OLLAMA =
      """

      # Ollama, by its installer
      file /usr/local/bin/ollama 0755 0:0
      file /etc/systemd/system/ollama.service 0644 0:0
        [Service]
        ExecStart=/usr/local/bin/ollama serve
        User=ollama
      file /usr/bin/systemctl 0755 0:0
      """;
  private static final String SHOWN =
      """
      MainPID=7791
      ExecStart={ path=/usr/local/bin/ollama ; argv[]=/usr/local/bin/ollama serve ; ignore_errors=no }
      Environment=PATH=/usr/bin:/bin
      User=ollama
      LoadState=loaded
      FragmentPath=/etc/systemd/system/ollama.service
      SourcePath=
      DropInPaths=
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path home;

  private CapturedTerminal captured = CapturedTerminal.piped();
  private String state = "ActiveState=active\nSubState=running\n";

  @BeforeEach
  void open() {
    captured = CapturedTerminal.at(home);
  }

  private Places places() {
    return Places.of(Map.of("HOME", home.toString()), home.resolve("distribution"));
  }

  private Finished answer(Command command) {
    String line = String.join(" ", command.argv());
    return line.startsWith("systemctl show ") && line.contains("ollama.service")
        ? new Finished(0, SHOWN + state, "")
        : new Finished(125, "", "not told");
  }

  private BenchCommand bench(String service, Optional<Integer> port) {
    BenchCommand command = new BenchCommand(captured.terminal(), places(), this::miniPc);
    command.service = service;
    command.rounds = 2;
    command.seconds = 1;
    command.address = port.map(each -> "127.0.0.1:" + each).orElse(null);
    return command;
  }

  private Keeper.Here miniPc() {
    try {
      Path file =
          Files.writeString(home.resolve("machine.txt"), Files.readString(MINI_PC) + OLLAMA);
      Machine machine = Roots.open(file);
      return new Keeper.Here(
          this::answer, machine, () -> Roots.open(file), Looking.thorough(machine, false));
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private int hearth(String... line) {
    return HearthCommand.run(captured.terminal(), line);
  }

  @Nested
  class OfOllama {
    @Test
    void measuresTheSameModelWithItsGpuAndWithoutInTurns() {
      try (OllamaStandIn ollama = new OllamaStandIn()) {
        int status = bench("ollama", Optional.of(ollama.port())).call();

        assertThat(status).as(captured.err()).isZero();
        assertThat(captured.out())
            .contains(
                "times as fast as the CPU, ",
                "tokens a second against",
                "Twin: llama3.2:1b, num_gpu 0");
        assertThat(captured.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(loads(ollama)).containsExactly("gpu", "cpu", "gpu", "cpu", "gpu", "cpu");
      }
    }

    @Test
    void loadsEachTimeIntoAnEmptyMemoryAndAsksNothingTwice() {
      try (OllamaStandIn ollama = new OllamaStandIn()) {
        bench("ollama", Optional.of(ollama.port())).call();

        for (int at = 0; at < ollama.events.size(); at++) {
          if (ollama.events.get(at).startsWith("load")) {
            assertThat(ollama.events.get(at - 1)).isEqualTo("unload");
          }
        }
        assertThat(new HashSet<>(ollama.prompts)).hasSameSizeAs(ollama.prompts);
      }
    }

    @Test
    void countsTokensAndNotRequests() {
      try (OllamaStandIn ollama = new OllamaStandIn()) {
        bench("ollama", Optional.of(ollama.port())).call();

        // 16 tokens in 20 ms and a little, against 16 in 80 ms and a little
        var all = new BenchHistory(places().state(), "ollama").all();
        assertThat(all).hasSize(1);
        assertThat(all.getFirst().rate().median()).isBetween(200.0, 800.0);
      }
    }

    @Test
    void leavesAModelInMemoryAsItWasFound() {
      try (OllamaStandIn ollama = new OllamaStandIn()) {
        bench("ollama", Optional.of(ollama.port())).call();
        assertThat(ollama.loaded()).isEmpty();
      }
      try (OllamaStandIn ollama = new OllamaStandIn().holdsItsModel()) {
        bench("ollama", Optional.of(ollama.port())).call();
        assertThat(ollama.loaded()).contains("gpu");
      }
    }

    @Test
    void comparesNothingWhereItsTwinComputesOnTheGpuToo() {
      try (OllamaStandIn ollama = new OllamaStandIn().deafToNumGpu()) {
        assertThatThrownBy(() -> bench("ollama", Optional.of(ollama.port())).call())
            .hasMessageContaining("computes with its GPU even where it is told not to");
        assertThat(kept()).isEmpty();
      }
    }

    @Test
    void isNotMeasuredWhereItDoesNotRun() {
      state = "ActiveState=inactive\nSubState=dead\n";

      assertThatThrownBy(() -> bench("ollama", Optional.empty()).call())
          .isInstanceOfSatisfying(
              ProblemException.class,
              failed -> {
                assertThat(failed.problem().what()).isEqualTo("ollama does not run");
                assertThat(failed.problem().remedy()).contains("systemctl restart ollama.service");
              });
    }

    private List<String> loads(OllamaStandIn ollama) {
      return ollama.events.stream()
          .filter(each -> each.startsWith("load "))
          .map(each -> each.substring("load ".length()))
          .toList();
    }
  }

  @Nested
  class OfWhatIsWrong {
    @Test
    void namesTheServicesThereAre() {
      assertThat(hearth("bench", "olama")).isEqualTo(2);
      assertThat(captured.err()).contains("Did you mean ollama?");
    }

    @Test
    void takesAnAddressOnly() {
      for (String wrong : List.of("localhost", "127.0.0.1:", ":3003", "host:99999", "host:x")) {
        assertThat(hearth("bench", "hearth", "--address", wrong)).as(wrong).isEqualTo(2);
      }
      assertThat(captured.err()).contains("--address 127.0.0.1:3003");
    }

    @Test
    void saysThatNoEngineAnswersThere() {
      BenchCommand bench = bench("hearth", Optional.of(1));

      assertThatThrownBy(bench::call)
          .isInstanceOfSatisfying(
              ProblemException.class,
              failed -> {
                assertThat(failed.problem().what())
                    .isEqualTo("Hearth's engine at 127.0.0.1:1 cannot be measured");
                assertThat(failed.problem().remedy()).contains("hearth up", "--address");
              });
    }

    @Test
    void looksAtThePagesPlaceBeforeItMeasures() throws IOException {
      try (OllamaStandIn ollama = new OllamaStandIn()) {
        for (String wrong : List.of("no/such/folder/a.html", ".")) {
          BenchCommand bench = bench("ollama", Optional.of(ollama.port()));
          bench.html = home.resolve(wrong);
          assertThatThrownBy(bench::call).as(wrong).hasMessageContaining("cannot be written");
        }
        assertThat(ollama.events).isEmpty();
      }
    }

    @Test
    void isNotMeasuredTwiceAtOnce() {
      try (BenchHistory.Claim _ = BenchHistory.claim(places().state())) {
        assertThatThrownBy(() -> bench("ollama", Optional.empty()).call())
            .hasMessageContaining("Another hearth bench is measuring on this machine");
      }
      assertThatThrownBy(() -> bench("ollama", Optional.of(1)).call())
          .hasMessageNotContaining("Another hearth bench");
    }

    @Test
    void findsBeforeItMeasuresThatNothingCouldBeKept() throws IOException {
      Files.createDirectories(places().state());
      Files.createFile(places().state().resolve("benchmarks"));
      try (OllamaStandIn ollama = new OllamaStandIn()) {
        assertThatThrownBy(() -> bench("ollama", Optional.of(ollama.port())).call())
            .hasMessageContaining("cannot be kept");
        assertThat(ollama.events).isEmpty();
      }
    }
  }

  private List<String> kept() {
    Path folder = places().state().resolve("benchmarks/ollama");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = new ArrayList<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
