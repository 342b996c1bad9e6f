package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.capture.Roots;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hearth up ollama} on a mini PC with a Radeon 780M, where an Ollama 0.12.6 is installed.
 */
class NativeOllamaUpTest {
  private static final Path MINI_PC =
      Path.of(System.getProperty("hearth.root"))
          .resolve("machine/src/test/resources/machines/780m-32gb.txt");
  private static final String OLLAMA =
      """

      # Ollama, by its installer
      file /usr/local/bin/ollama 0755 0:0
      file /usr/local/lib/ollama/libggml-base.so 0644 0:0
      run 0 /usr/local/bin/ollama -v
        ollama version is 0.12.6
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

  private final List<String> lines = new ArrayList<>();
  private CapturedTerminal captured = CapturedTerminal.piped();

  @BeforeEach
  void open() {
    captured = CapturedTerminal.at(home);
  }

  /** systemd shows the unit; the engine has no image, and its registry does not answer. */
  private Finished answer(Command command) {
    String line = String.join(" ", command.argv());
    lines.add(line);
    return line.startsWith("systemctl show ollama.service")
        ? new Finished(0, SHOWN, "")
        : new Finished(line.contains("image exists") ? 1 : 125, "", "not told");
  }

  private int up(Optional<Path> bundle, Wish wish, String... more) throws IOException {
    Path file =
        Files.writeString(
            home.resolve("machine.txt"),
            Files.readString(MINI_PC) + OLLAMA + String.join("", more));
    ConsentOptions consent = new ConsentOptions();
    consent.dryRun = dryRun;
    consent.yes = true;
    CommandRunner runner = this::answer;
    Machine machine = Roots.open(file);
    Keeper.Here here =
        new Keeper.Here(runner, machine, () -> Roots.open(file), Looking.thorough(machine, false));
    Places places = Places.of(Map.of("HOME", home.toString()), home.resolve("distribution"));
    return new ServiceUp(captured.terminal(), places, () -> here)
        .run(
            new ServiceUp.Asked(
                "ollama", wish, new ServiceUp.Sources(Optional.empty(), bundle), consent, false));
  }

  private boolean dryRun = true;

  private static Wish onSystemd() {
    Wish none = Wish.none();
    return new Wish(
        none.backend(),
        Optional.of(Supervisor.SYSTEMD),
        none.accelerators(),
        none.image(),
        none.name(),
        none.port(),
        none.environment(),
        none.memoryBytes());
  }

  @Test
  void theDryRunSaysWhereTheLibrariesComeFromAndFetchesNothing() throws IOException {
    assertThat(up(Optional.empty(), onSystemd())).isZero();

    assertThat(captured.out())
        .contains(
            "Ollama has no ROCm libraries",
            "docker.io/ollama/ollama:0.12.6-rocm, by podman",
            "/usr/local/lib/ollama, by rename",
            "zz-hearth.conf",
            "HSA_OVERRIDE_GFX_VERSION=11.0.0",
            "Nothing was changed (--dry-run).");
    assertThat(captured.out().lines().filter(line -> !line.startsWith("  +")))
        .allMatch(line -> line.length() <= 80);
    assertThat(lines).noneMatch(line -> line.matches(".* (pull|create|cp|restart) .*"));
    assertThat(home.resolve(".local")).doesNotExist();
  }

  @Test
  void theInstalledVersionIsPlannedAndNotTheOneThatThisProgramKnows() throws IOException {
    up(Optional.empty(), onSystemd());

    assertThat(captured.out()).doesNotContain("OLLAMA_IGPU_ENABLE=1");
  }

  @Test
  void anArchiveOfTheUsersIsNamedInstead() throws IOException {
    Path archive = Files.createFile(home.resolve("rocm.tgz"));

    assertThat(up(Optional.of(archive), onSystemd())).isZero();

    assertThat(captured.out()).contains("rocm.tgz").doesNotContain("by podman");
  }

  @Test
  void librariesThatOllamaBroughtAreNotFetchedAgain() throws IOException {
    up(Optional.empty(), onSystemd(), "file /usr/local/lib/ollama/rocm/librocblas.so.4 0644 0:0\n");

    assertThat(captured.out())
        .contains("Ollama has ROCm libraries of its own: rocm; nothing is fetched")
        .doesNotContain("by rename");
  }

  @Test
  void theCpuNeedsNone() throws IOException {
    assertThat(up(Optional.empty(), onSystemd().on(Backend.CPU))).isZero();

    assertThat(captured.out()).contains("ROCR_VISIBLE_DEVICES=-1").doesNotContain("ROCm libraries");
  }

  @Test
  void theStepsThatNeedRootAreSaidBeforeAnythingIsFetched() throws IOException {
    assertThat(up(Optional.empty(), onSystemd())).isZero();
    assertThat(captured.out()).contains("  root    is needed for staging and placing");

    dryRun = false;
    assertThatThrownBy(() -> up(Optional.empty(), onSystemd()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().what()).startsWith("These steps need root: ");
              assertThat(refused.problem().remedy())
                  .isEqualTo("sudo hearth up ollama --manager systemd");
            });
    assertThat(lines).noneMatch(line -> line.matches(".* (pull|create|cp|restart) .*"));
  }
}
