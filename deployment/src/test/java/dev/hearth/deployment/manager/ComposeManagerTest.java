package dev.hearth.deployment.manager;

import static dev.hearth.deployment.manager.FixedMachine.printed;
import static dev.hearth.deployment.manager.FixedMachine.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeManagerTest {
  private static final String ID =
      "ccd2d1f6caec10513df41030129aa7e8554e1591524f2afaddb37634d86ad684";
  private static final String COMPOSE =
      "docker compose -f /srv/immich/docker-compose.yml -f /srv/immich/gpu.yml -p immich";
  private static final Target TARGET =
      new Target.ComposeService(
          List.of(Path.of("/srv/immich/docker-compose.yml"), Path.of("/srv/immich/gpu.yml")),
          "immich",
          "immich-ml",
          Path.of("/srv/immich"));

  /** As Docker 26.1.5 says it. */
  private static final String DENIED =
      "permission denied while trying to connect to the Docker daemon socket at"
          + " unix:///var/run/docker.sock: Get \"http://%2Fvar%2Frun%2Fdocker.sock/v1.45/info\":"
          + " dial unix /var/run/docker.sock: connect: permission denied\n";

  @TempDir Path root;
  private FixedMachine machine;
  private ScriptedPrograms programs;

  @BeforeEach
  void aMachine() {
    machine = FixedMachine.in(root);
    programs = machine.programs();
    programs
        .says("docker --version", "Docker version 26.1.5+dfsg1, build a72d7cd\n")
        .says("docker compose version", "Docker Compose version 2.26.1-4\n")
        .says(COMPOSE, "")
        .says(COMPOSE + " ps -a -q immich-ml", ID + "\n")
        .says("docker container inspect " + ID, printed("docker-inspect.json"));
  }

  private Manager manager() {
    return machine.managers(Privilege.NONE).of(TARGET);
  }

  @Test
  void startsOneServiceAnewAndLeavesTheOthersAlone() {
    manager().restart();

    assertThat(programs.lines()).endsWith(COMPOSE + " up -d --no-deps --force-recreate immich-ml");
    assertThat(programs.last().folder()).contains(Path.of("/srv/immich"));
  }

  @Test
  void findsComposeOnce() {
    Manager manager = manager();

    manager.restart();
    manager.stop();

    assertThat(programs.lines()).containsOnlyOnce("docker compose version");
  }

  @Test
  void tellsTheContainersState() {
    assertThat(manager().state()).isEqualTo(new State(State.Phase.RUNNING, "running", 0));
  }

  @Test
  void knowsThatAServiceHasNoContainerYet() {
    programs.says(COMPOSE + " ps -a -q immich-ml", "");

    assertThat(manager().state().phase()).isEqualTo(State.Phase.ABSENT);
    assertThat(manager().trouble(new Probe.Inside(List.of("true"))))
        .contains("immich-ml has no container");
    assertThat(problem(() -> manager().devicesInside(List.of("/dev/kfd"))).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void knowsThatAServiceIsNotInTheFiles() {
    programs.fails(COMPOSE + " ps", 1, "no such service: immich-ml\n");

    assertThat(manager().state().phase()).isEqualTo(State.Phase.ABSENT);
  }

  @Test
  void saysWhatStandsInTheFilesThatComposeCannotRead() {
    programs.fails(COMPOSE + " ps", 15, "yaml: line 3: mapping values are not allowed\n");

    assertThat(problem(() -> manager().state()).evidence())
        .isEqualTo("yaml: line 3: mapping values are not allowed");
  }

  @Test
  void saysWhyAServiceDoesNotStart() {
    programs.fails(
        COMPOSE + " up",
        1,
        " Container immich-ml  Recreate\n Container immich-ml  Recreated\n"
            + "Error response from daemon: could not select device driver \"nvidia\" with"
            + " capabilities: [[gpu]]\n");

    Problem problem = problem(manager()::restart);

    assertThat(problem.evidence()).startsWith("Error response from daemon: could not select");
    assertThat(problem.remedy())
        .isEqualTo("Type: cd /srv/immich && " + COMPOSE + " logs --tail 100 immich-ml");
  }

  @Test
  void putsBothTextsOfTheLogIntoOneOrder() {
    programs.ends(
        "docker logs",
        new Finished(
            0, "2026-11-21T12:12:43.371791264Z out\n", "2026-11-21T12:12:43.371753327Z err\n"));

    assertThat(manager().log(Instant.ofEpochSecond(1_700_000_000))).containsExactly("err", "out");
    assertThat(programs.last().argv()).contains("2023-11-14T22:13:20Z", ID);
  }

  @Test
  void testsDevicesInside() {
    programs.fails("docker exec " + ID + " test -e", 1, "");
    programs.says("docker exec " + ID + " test -e /dev/fuse", "");

    assertThat(manager().devicesInside(List.of("/dev/fuse", "/dev/kfd")))
        .containsExactly("/dev/fuse");
  }

  @Test
  void tellsAnAbsentImageFromASilentDocker() {
    programs.fails("docker image inspect", 1, "Error response from daemon: No such image: x:1\n");
    assertThat(manager().hasImage("x:1")).isFalse();

    programs.fails("docker image inspect", 1, "Cannot connect to the Docker daemon at unix:///x\n");
    assertThat(problem(() -> manager().hasImage("x:1")).remedy())
        .isEqualTo("Type: sudo systemctl start docker");
  }

  @Nested
  class AUserWhoMayNotSpeakToDocker {
    @BeforeEach
    void isTurnedAway() {
      programs.ends("docker image inspect", new Finished(1, "", DENIED));
      programs.ends("docker info", new Finished(0, "", DENIED));
    }

    @Test
    void isToldTheGroup() {
      assertThat(problem(() -> manager().hasImage("x:1")).remedy())
          .startsWith("Type `sudo usermod -aG docker homelab`");
    }

    @Test
    void goesThroughSudoWhereThatIsAllowedAndKeepsToIt() {
      programs.says("sudo -n docker", "");
      Manager manager = machine.managers(Privilege.SUDO).of(TARGET);

      assertThat(manager.hasImage("x:1")).isTrue();
      assertThat(manager.hasImage("x:2")).isTrue();
      assertThat(programs.lines()).filteredOn(line -> line.startsWith("docker image")).hasSize(1);
      assertThat(manager.words().restart()).contains("&& sudo docker compose ");
    }

    @Test
    void isSeenInAnAnswerThatClaimsToBeGood() {
      programs.says("sudo -n docker info", "Debian GNU/Linux 13\n[]\n/var/lib/docker\n");

      assertThat(machine.managers(Privilege.SUDO).store(TARGET).asOptional())
          .contains("/var/lib/docker");
    }
  }

  @Nested
  class WhereImagesLie {
    @Test
    void isContainerdsFolderWhereDockerUsesThat() {
      programs.says(
          "docker info", "Debian\n[[driver-type io.containerd.snapshotter.v1]]\n/var/lib/docker\n");

      assertThat(machine.managers(Privilege.NONE).store(TARGET).asOptional())
          .contains("/var/lib/containerd");
    }

    @Test
    void isNotKnownOfDockerDesktop() {
      programs.says("docker info", "Docker Desktop\n[]\n/var/lib/docker\n");

      assertThat(machine.managers(Privilege.NONE).store(TARGET).asOptional()).isEmpty();
    }
  }

  @Nested
  class ComposeItself {
    @Test
    void mayBeTheProgramOfOld() {
      programs.fails("docker compose version", 1, "docker: 'compose' is not a docker command.\n");
      programs.says("docker-compose", "docker-compose version 1.29.2, build unknown\n");

      manager().restart();

      assertThat(programs.lines().getLast()).startsWith("docker-compose -f /srv/immich/");
    }

    @Test
    void isRefusedWhereDockerIsPodman() {
      programs.ends(
          "docker --version",
          new Finished(0, "podman version 5.4.2\n", "Emulate Docker CLI using podman.\n"));

      Problem problem = problem(manager()::restart);

      assertThat(problem.what()).contains("this is Podman's");
      assertThat(problem.evidence()).startsWith("podman version 5.4.2");
      assertThat(problem.remedy()).contains("--manager quadlet");
    }

    @Test
    void isRefusedWhereItIsPodmans() {
      programs.fails("docker compose version", 1, "unknown command\n");
      programs.says("docker-compose --version", "podman-compose version 1.3.0\n");

      assertThat(problem(manager()::restart).kind()).isEqualTo(Problem.Kind.BAD_SETTING);
    }

    @Test
    void mayBeMissing() {
      programs.fails("docker compose version", 1, "unknown command\n").isMissing("docker-compose");

      assertThat(problem(manager()::restart).remedy()).startsWith("Install the package");
    }

    @Test
    void isNotLookedForWithoutDocker() {
      programs.isMissing("docker");

      assertThat(problem(manager()::restart).what()).isEqualTo("Docker is not here");
    }
  }
}
