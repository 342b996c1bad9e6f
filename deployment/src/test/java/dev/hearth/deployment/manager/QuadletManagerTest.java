package dev.hearth.deployment.manager;

import static dev.hearth.deployment.manager.FixedMachine.printed;
import static dev.hearth.deployment.manager.FixedMachine.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuadletManagerTest {
  private static final Target ROOTLESS = new Target.QuadletUnit("mgr-web.service", "mgr-web", true);
  private static final Target ROOTFUL = new Target.QuadletUnit("mgr-web.service", "mgr-web", false);

  @TempDir Path root;
  private FixedMachine machine;
  private ScriptedPrograms programs;

  @BeforeEach
  void aMachine() {
    machine = FixedMachine.in(root);
    programs = machine.programs();
    programs.says("systemctl", "").says("sudo -n systemctl", "");
    programs.says("systemctl --user show", printed("unit-running.txt"));
    programs.says("systemctl show", printed("unit-running.txt"));
  }

  private Manager manager() {
    return machine.managers(Privilege.NONE).of(ROOTLESS);
  }

  @Nested
  class OfAUser {
    @Test
    void asksTheUsersOwnSystemdWithTheWayToItsBus() {
      manager().reload();

      Command asked = programs.last();
      assertThat(asked.argv()).containsExactly("systemctl", "--user", "daemon-reload");
      assertThat(asked.environment())
          .containsEntry("XDG_RUNTIME_DIR", "/run/user/1000")
          .containsEntry("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus");
    }

    @Test
    void startsAnewAfterForgettingEarlierFailures() {
      manager().restart();

      assertThat(programs.lines())
          .containsSubsequence(
              "systemctl --user reset-failed -- mgr-web.service",
              "systemctl --user restart -- mgr-web.service");
    }

    @Test
    void sayThatNoSystemdRunsForThem() {
      programs.fails(
          "systemctl --user show", 1, "Failed to connect to user scope bus: No medium found\n");

      Problem problem = problem(manager()::state);

      assertThat(problem.what()).isEqualTo("The systemd of user homelab does not run");
      assertThat(problem.remedy()).isEqualTo("Type: sudo loginctl enable-linger homelab");
    }

    @Test
    void typesTheseLines() {
      assertThat(manager().words())
          .isEqualTo(
              new Manager.Words(
                  "systemctl --user restart mgr-web.service",
                  "journalctl --user -u mgr-web.service -n 100 --no-pager",
                  "systemctl --user status mgr-web.service"));
    }
  }

  @Nested
  class OfRoot {
    @Test
    void isRefusedWithTheLineToTypeWhereNothingIsAllowed() {
      Problem problem = problem(machine.managers(Privilege.NONE).of(ROOTFUL)::restart);

      assertThat(problem.what())
          .isEqualTo("This needs root: sudo systemctl restart -- mgr-web.service");
      assertThat(programs.lines()).noneMatch(line -> line.contains("restart"));
    }

    @Test
    void goesThroughSudoWhereThatIsAllowedAndAsksWithoutIt() {
      machine.managers(Privilege.SUDO).of(ROOTFUL).restart();

      assertThat(programs.lines())
          .anyMatch(line -> line.startsWith("systemctl show "))
          .contains("sudo -n systemctl restart -- mgr-web.service");
    }

    @Test
    void needsNoSudoAsRoot() {
      machine.ofRoot().of(ROOTFUL).restart();

      assertThat(programs.lines())
          .contains("systemctl restart -- mgr-web.service")
          .noneMatch(line -> line.contains("sudo"));
    }

    @Test
    void saysHowToGiveSudoItsPassword() {
      programs.fails("sudo -n systemctl", 1, "sudo: a password is required\n");

      Problem problem = problem(machine.managers(Privilege.SUDO).of(ROOTFUL)::reload);

      assertThat(problem.remedy()).contains("`sudo -v`").endsWith("sudo systemctl daemon-reload");
    }

    @Test
    void doesNotTakeSudosComplaintAboutNamesForARefusal() {
      String complaint = "sudo: unable to resolve host box: Temporary failure in name resolution\n";
      programs.fails("sudo -n podman image exists", 1, complaint);

      assertThat(machine.managers(Privilege.SUDO).of(ROOTFUL).hasImage("ghcr.io/a/b:1")).isFalse();
    }

    @Test
    void doesNotTakeAnEmptyJournalForASilentService() {
      programs.says("journalctl", "");

      Problem problem =
          problem(() -> machine.managers(Privilege.NONE).of(ROOTFUL).log(Instant.EPOCH));

      assertThat(problem.what()).contains("mgr-web.service to user homelab");
      assertThat(problem.remedy()).startsWith("Type: sudo journalctl -u mgr-web.service");
    }
  }

  @Nested
  class AUnitThatTheGeneratorDidNotMake {
    /** As Podman 5.4.2 says it. */
    private static final String SAID =
        """
        quadlet-generator[1]: Loading source unit file /home/homelab/.config/containers/systemd/a.container
        quadlet-generator[1]: converting "other.container": no Image or Rootfs key specified
        quadlet-generator[1]: converting "mgr-web.container": unsupported key 'NoSuchKey' in group 'Container' in /home/homelab/.config/containers/systemd/mgr-web.container
        """;

    @BeforeEach
    void isAbsent() {
      programs.says("systemctl --user show", printed("unit-absent.txt"));
    }

    @Test
    void isAbsentAndNotMerelyStopped() {
      assertThat(manager().state().phase()).isEqualTo(State.Phase.ABSENT);
    }

    @Test
    void isExplainedInTheGeneratorsWordsOfItsOwnFile() {
      String generator = "/usr/lib/systemd/system-generators/podman-system-generator";
      machine.file(generator.substring(1), "");
      programs.ends(generator + " --user --dryrun", new Finished(1, "", SAID));

      Problem problem = problem(manager()::restart);

      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.evidence())
          .isEqualTo(
              "converting \"mgr-web.container\": unsupported key 'NoSuchKey' in group 'Container'"
                  + " in /home/homelab/.config/containers/systemd/mgr-web.container");
      assertThat(problem.remedy()).endsWith("systemctl --user daemon-reload");
    }

    @Test
    void isExplainedAsFarAsCanBeWithoutAGenerator() {
      assertThat(problem(manager()::restart).evidence()).startsWith("it names no mistake");
    }
  }

  @Nested
  class AUnitThatDoesNotStart {
    @Test
    void isExplainedByWhatItsProgramSaid() {
      programs.fails(
          "systemctl --user restart",
          1,
          """
          Job for mgr-web.service failed because the control process exited with error code.
          See "systemctl --user status mgr-web.service" for details.
          """);
      programs.says(
          "journalctl",
          """
          Starting mgr-web.service...
          Error: stat /dev/kfd: no such file or directory
          mgr-web.service: Main process exited, code=exited, status=125/n/a
          mgr-web.service: Failed with result 'exit-code'.
          Failed to start mgr-web.service.
          """);

      Problem problem = problem(manager()::restart);

      assertThat(problem.what()).isEqualTo("The unit mgr-web.service does not start");
      assertThat(problem.evidence())
          .isEqualTo(
              "Job for mgr-web.service failed because the control process exited with error code."
                  + " It said: Error: stat /dev/kfd: no such file or directory");
      assertThat(problem.remedy())
          .isEqualTo("Type: journalctl --user -u mgr-web.service -n 100 --no-pager");
    }

    @Test
    void isTooLateAtTheDeadline() {
      programs.hangs("systemctl --user restart");

      assertThat(problem(manager()::restart).kind()).isEqualTo(Problem.Kind.TIMED_OUT);
    }
  }

  @Nested
  class AStop {
    @Test
    void ofWhatIsNotThereIsDone() {
      programs.fails(
          "systemctl --user stop", 5, "Failed to stop mgr-web.service: Unit not loaded.\n");

      manager().stop();

      assertThat(programs.lines()).endsWith("systemctl --user stop -- mgr-web.service");
    }

    @Test
    void leavesNoFailureBehindWhereTheProgramHadToBeKilled() {
      manager().stop();

      assertThat(programs.lines()).endsWith("systemctl --user reset-failed -- mgr-web.service");
    }

    @Test
    void thatFailsSaysSo() {
      programs.fails("systemctl --user stop", 1, "Job for mgr-web.service canceled.\n");

      assertThat(problem(manager()::stop).evidence())
          .isEqualTo("Job for mgr-web.service canceled.");
    }
  }

  @Nested
  class ItsLog {
    @Test
    void isTheJournalSinceThatMoment() {
      programs.says("journalctl", "one\ntwo\n");

      assertThat(manager().log(Instant.ofEpochSecond(1_700_000_000L, 250_000_000)))
          .containsExactly("one", "two");
      assertThat(programs.last().argv())
          .startsWith("journalctl", "--user")
          .contains("--unit=mgr-web.service", "--since=@1700000000.250000", "--output=cat");
    }

    @Test
    void isPodmansWhereTheJournalHasNone() {
      programs.says("journalctl", "-- No entries --\n");
      programs.ends(
          "podman logs",
          new Finished(
              0,
              "2026-11-21T12:12:43.371791264Z second\n",
              "2026-11-21T13:12:43.371753327+01:00 first\n"));

      assertThat(manager().log(Instant.EPOCH)).containsExactly("first", "second");
    }
  }

  @Nested
  class DevicesInside {
    private static final List<String> NODES = List.of("/dev/kfd", "/dev/dri/renderD128");

    @BeforeEach
    void runs() {
      programs.says("podman container inspect mgr-web", printed("podman-inspect.json"));
    }

    @Test
    void areThoseThatItsFirstProcessSees() {
      machine.file("proc/8137/root/dev/dri/renderD128", "");

      assertThat(manager().devicesInside(NODES)).containsExactly("/dev/dri/renderD128");
    }

    @Test
    void areTestedInsideWhereTheProcessIsNotOursToLookAt() {
      programs.fails("podman exec mgr-web test -e", 1, "");
      programs.says("podman exec mgr-web test -e /dev/kfd", "");

      assertThat(manager().devicesInside(NODES)).containsExactly("/dev/kfd");
    }

    @Test
    void areThoseThatWereGivenWhereTheImageCannotTest() {
      programs.fails("podman exec", 127, "Error: crun: executable file `test` not found in $PATH");
      programs.says(
          "podman container inspect",
          """
          [{"State": {"Status": "running", "Pid": 5},
            "HostConfig": {"Devices": [{"PathOnHost": "/dev/dri", "PathInContainer": "/dev/dri"}]}}]
          """);

      assertThat(manager().devicesInside(NODES)).containsExactly("/dev/dri/renderD128");
    }

    @Test
    void areNotKnownOfWhatDoesNotRun() {
      programs.says(
          "podman container inspect",
          "[{\"State\": {\"Status\": \"exited\", \"ExitCode\": 139, \"Pid\": 0}}]");

      assertThat(problem(() -> manager().devicesInside(NODES)).what())
          .isEqualTo("The container mgr-web does not run: exited 139");
    }

    @Test
    void areNotKnownOfWhatIsNotThere() {
      programs.fails("podman container inspect", 125, "Error: no such container mgr-web\n");

      assertThat(problem(() -> manager().devicesInside(NODES)).kind())
          .isEqualTo(Problem.Kind.NOT_FOUND);
    }
  }

  @Nested
  class NamesInside {
    @BeforeEach
    void runs() {
      programs.says("podman container inspect mgr-web", printed("podman-inspect.json"));
    }

    @Test
    void areThoseThatItsFirstProcessSees() {
      machine.file("proc/8137/root/dev/null", "").file("proc/8137/root/cache/clip/one/x", "");

      assertThat(manager().namesInside("/cache/clip")).containsExactly("one");
      assertThat(manager().namesInside("/cache/ocr")).isEmpty();
      assertThat(programs.lines()).noneMatch(line -> line.contains("exec"));
    }

    @Test
    void areListedInsideWhereTheProcessIsNotOursToLookAt() {
      programs.says("podman exec mgr-web ls -A /cache/clip", "one\ntwo\n");
      programs.fails("podman exec mgr-web ls -A /cache/ocr", 1, "ls: No such file or directory");

      assertThat(manager().namesInside("/cache/clip")).containsExactly("one", "two");
      assertThat(manager().namesInside("/cache/ocr")).isEmpty();
    }

    @Test
    void areNoneOfWhatIsNotThere() {
      programs.fails("podman container inspect", 125, "Error: no such container mgr-web\n");
      programs.fails("podman exec", 125, "Error: no such container mgr-web\n");

      assertThat(manager().namesInside("/cache")).isEmpty();
    }
  }

  @Nested
  class ItsHealthByAProgramInside {
    private final Probe.Inside probe = new Probe.Inside(List.of("ollama", "ps"));

    @Test
    void isGoodWhereItEndsWithZero() {
      programs.says("podman exec mgr-web ollama ps", "NAME\n");

      assertThat(manager().trouble(probe)).isEmpty();
    }

    @Test
    void isBadInThatProgramsWords() {
      programs.fails("podman exec", 1, "Error: could not connect to ollama server\n");

      assertThat(manager().trouble(probe))
          .contains("`ollama ps` ended with 1: Error: could not connect to ollama server");
    }

    @Test
    void isBadWhereItHangs() {
      programs.hangs("podman exec");

      assertThat(manager().trouble(probe)).contains("`ollama ps` did not end within 10 s");
    }

    @Test
    void cannotBeAskedWithoutPodman() {
      programs.isMissing("podman");

      assertThat(problem(() -> manager().trouble(probe)).kind()).isEqualTo(Problem.Kind.NOT_FOUND);
    }
  }

  @Nested
  class AnImage {
    @Test
    void isHereOrNotByPodmansExitCode() {
      programs.says("podman image exists ghcr.io/a/b:1", "");
      programs.fails("podman image exists ghcr.io/a/b:2", 1, "");

      assertThat(manager().hasImage("ghcr.io/a/b:1")).isTrue();
      assertThat(manager().hasImage("ghcr.io/a/b:2")).isFalse();
    }

    @Test
    void isNeitherWhereTheStorageIsBroken() {
      programs.fails("podman image exists", 125, "Error: opening storage: permission denied\n");

      assertThat(problem(() -> manager().hasImage("ghcr.io/a/b:1")).evidence())
          .isEqualTo("Error: opening storage: permission denied");
    }

    @Test
    void lies() {
      programs.says("podman info", "/home/homelab/.local/share/containers/storage\n");

      assertThat(machine.managers(Privilege.NONE).store(ROOTLESS).asOptional())
          .contains("/home/homelab/.local/share/containers/storage");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a b.service", "-x.service", "a;b", "", "a\nb", "../x"})
  void aUnitOfAnotherNameThanSystemdsIsNeverPutOnACommandLine(String unit) {
    Problem problem =
        problem(() ->
            machine.managers(Privilege.NONE).of(new Target.QuadletUnit(unit, "mgr-web", true)));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_INPUT);
    assertThat(programs.lines()).isEmpty();
  }

  @Test
  void aTemplatedOrEscapedUnitIsOne() {
    assertThat(Names.unit("getty@tty1.service")).isEqualTo("getty@tty1.service");
    assertThat(Names.unit("a\\x20b.service")).isEqualTo("a\\x20b.service");
  }
}
