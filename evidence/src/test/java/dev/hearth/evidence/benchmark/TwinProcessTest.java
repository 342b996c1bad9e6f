package dev.hearth.evidence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.Command;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: a shell that says an address, as the engine does. */
class TwinProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @Test
  void isKnownByTheAddressItSaysAndGoneAtTheEnd() throws Exception {
    Path number = folder.resolve("pid");
    TwinProcess twin =
        twin("echo $$ > " + number + "; echo '  address   http://127.0.0.1:4711 x'; sleep 60");
    try (twin) {
      assertThat(twin.start(PATIENCE)).isNotNull();
      assertThat(alive(number)).isTrue();
      assertThat(twin.ended()).isEmpty();
    }

    assertThat(alive(number)).isFalse();
  }

  @Test
  void saysWhatItSaidLastWhereItEndsAtOnce() {
    try (TwinProcess twin = twin("echo first; echo 'no such model' >&2; exit 1")) {
      assertThatThrownBy(() -> twin.start(PATIENCE))
          .isInstanceOfSatisfying(
              ProblemException.class,
              failed -> {
                assertThat(failed.problem().evidence()).isEqualTo("no such model");
                assertThat(failed.problem().remedy()).contains("sh -c");
              });
    }
  }

  @Test
  void isNotWaitedForWithoutEnd() {
    try (TwinProcess twin = twin("echo loading; sleep 60")) {
      assertThatThrownBy(() -> twin.start(Duration.ofMillis(300)))
          .hasMessageContaining("The twin on the CPU cannot be started");
    }
  }

  @Test
  void isNotStartedWhereTheBenchmarkHasEndedAlready() {
    TwinProcess twin = twin("touch " + folder.resolve("started"));
    twin.close();

    assertThatThrownBy(() -> twin.start(PATIENCE)).isInstanceOf(ProblemException.class);
    assertThat(folder.resolve("started")).doesNotExist();
  }

  private static TwinProcess twin(String script) {
    return new TwinProcess(
        new ProcessCommandRunner(),
        new Command(List.of("sh", "-c", script), Duration.ofMinutes(1)));
  }

  private static boolean alive(Path number) throws Exception {
    return ProcessHandle.of(Long.parseLong(Files.readString(number).strip()))
        .map(ProcessHandle::isAlive)
        .orElse(false);
  }
}
