package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A service beside its twin in a container, on a real rootless Podman. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchOnPodmanTest {
  private static final int FAILED = 1;

  private ImmichOnPodman immich;

  @BeforeAll
  void install() {
    immich = ImmichOnPodman.install();
    immich.reset();
  }

  @AfterAll
  void end() {
    if (immich != null) {
      immich.stop();
    }
  }

  @BeforeEach
  void isWell() {
    immich.host().userScript("rm -rf ~/.local/state/hearth/benchmarks");
    immich.awaitWell("the service");
  }

  /** Names of all containers, running or not. */
  private String containers() {
    return immich.host().userScript("podman ps --all --format '{{.Names}} {{.ID}}'").good().strip();
  }

  /** As it was before it was broken for a terminal. */
  private static String inOneLine(String said) {
    return said.replaceAll("\\s+", " ");
  }

  /** When the service's own process began: another time is another start. */
  private String began() {
    return immich
        .host()
        .userScript("podman inspect immich_machine_learning --format '{{.State.StartedAt}}'")
        .good()
        .strip();
  }

  @Test
  void measuresBesideATwinThatIsGoneAtTheEnd() {
    String containers = containers();
    String began = began();
    String files = immich.configuration();

    Ran bench = immich.hearth("bench", "immich-ml", "--rounds", "2", "--seconds", "2");

    System.out.println(bench.said());
    assertThat(bench.status()).as(bench.said()).isZero();
    assertThat(inOneLine(bench.said()))
        .contains("photos a second against", "CPU load", "cpu twin", "a photo (faces)");
    assertThat(containers()).isEqualTo(containers);
    assertThat(began()).isEqualTo(began);
    assertThat(immich.configuration()).isEqualTo(files);
    assertThat(immich.isWell()).isTrue();
  }

  @Test
  void leavesNoTwinWhereItIsEndedWhileItMeasures() {
    String containers = containers();
    String began = began();

    String said = ended("TERM");

    assertThat(said).contains("hearth: stopped after round 1; nothing is kept", "status 143");
    assertThat(inOneLine(said)).contains("photos a second against");
    assertThat(containers()).isEqualTo(containers);
    assertThat(began()).isEqualTo(began);
    assertThat(immich.host().userScript("ls ~/.local/state/hearth/benchmarks/immich-ml").isGood())
        .isFalse();
  }

  @Test
  void removesNextTimeWhatItCouldNotWhereItWasKilled() {
    String containers = containers();
    ended("KILL");
    assertThat(containers()).contains("hearth-bench-twin-");

    Ran bench = immich.hearth("bench", "immich-ml", "--rounds", "1", "--seconds", "1");

    assertThat(bench.status()).as(bench.said()).isZero();
    assertThat(containers()).isEqualTo(containers);
  }

  @Test
  void saysWhatToTypeWhereTheImageOfTheTwinIsNotHere() {
    String containers = containers();

    Ran bench = immich.hearth("bench", "immich-ml", "--image", ":v3.0.9");

    System.out.println(bench.said());
    assertThat(bench.status()).isEqualTo(FAILED);
    assertThat(bench.said()).contains("podman pull " + ImmichOnPodman.IMAGE + ":v3.0.9");
    assertThat(containers()).isEqualTo(containers);
  }

  @Test
  void saysHowAServiceIsStartedThatDoesNotRun() {
    immich.host().user("systemctl", "--user", "stop", ImmichOnPodman.UNIT).good();
    try {
      Ran bench = immich.hearth("bench", "immich-ml");

      System.out.println(bench.said());
      assertThat(bench.status()).isEqualTo(FAILED);
      assertThat(bench.said()).contains("immich-ml does not run", "systemctl --user");
    } finally {
      immich.host().user("systemctl", "--user", "start", ImmichOnPodman.UNIT).good();
    }
  }

  /** Starts a benchmark, waits for its second round, and sends it a signal. */
  private String ended(String signal) {
    Ran ran =
        immich
            .host()
            .userScript(
                """
                hearth bench immich-ml --rounds 20 --seconds 1 >/tmp/bench.txt 2>&1 &
                bench=$!
                for _ in $(seq 600); do
                  grep -q 'round 2 of' /tmp/bench.txt && break
                  kill -0 $bench || break
                  sleep 0.2
                done
                kill -%s $bench
                wait $bench
                echo "status $?"
                cat /tmp/bench.txt
                """
                    .formatted(signal));
    System.out.println(ran.said());
    return ran.said();
  }
}
