package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Killed at any step, the next hearth finishes what was begun or undoes it, and says which. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledOnPodmanTest {
  private static final String BEGUN = "hearth-under-test";

  private ImmichOnPodman immich;
  private String configuration = "";

  @BeforeAll
  void install() {
    immich = ImmichOnPodman.install();
  }

  @AfterAll
  void end() {
    if (immich != null) {
      immich.stop();
    }
  }

  @BeforeEach
  void onTheCpu() {
    immich.reset();
    configuration = immich.configuration();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BACKUP", "WRITE", "RESTART", "HEALTH"})
  void killedWithoutWarning(String step) {
    try (Beside running = immich.host().start(BEGUN, "hearth", "up", "immich-ml", "--yes")) {
      awaitStep(running, step);
      immich.host().root("systemctl", "kill", "-s", "KILL", BEGUN + ".service");
    }

    assertWholeAgain(immich.hearth("status"));
  }

  @Test
  void everythingKilledAsByAPowerCut() {
    try (Beside running = immich.host().start(BEGUN, "hearth", "up", "immich-ml", "--yes")) {
      awaitStep(running, "RESTART");
      immich
          .host()
          .root("systemctl", "kill", "-s", "KILL", BEGUN + ".service", "user@1000.service");
    }
    forgetWhatMemoryHeld();

    assertWholeAgain(immich.hearth("status"));
  }

  /** What lies in /run is gone after a power cut, and so it is with the user's folder there. */
  private void forgetWhatMemoryHeld() {
    immich
        .host()
        .rootScript("systemctl stop user@1000 user-runtime-dir@1000; systemctl start user@1000");
    TestHost.await(
        "the user's systemd",
        Duration.ofMinutes(1),
        () ->
            immich
                .host()
                .user("systemctl", "--user", "is-system-running")
                .said()
                .matches("(?s)(running|degraded).*"));
  }

  private void awaitStep(Beside running, String step) {
    TestHost.await(
        "the step " + step,
        Duration.ofMinutes(1),
        () -> !running.isAlive() || immich.journal().contains("\"" + step + "\""));
    assertThat(running.isAlive()).as("hearth ended before the step " + step).isTrue();
  }

  /** Either all of the new or all of the old, and no third. */
  private void assertWholeAgain(Ran next) {
    immich.awaitWell("the service after the crash");
    assertThat(next.said()).contains("was cut short");
    if (immich.runningImageId().equals(immich.imageId("localhost/original:cpu"))) {
      assertThat(immich.configuration()).isEqualTo(configuration);
    } else {
      assertThat(immich.runningImageId()).isEqualTo(immich.imageId("localhost/original:rocm"));
      assertThat(immich.host().read(ImmichOnPodman.QUADLET)).contains(ImmichOnPodman.ROCM);
    }
    assertThat(immich.hearth("status").good()).contains("immich-ml");
  }
}
