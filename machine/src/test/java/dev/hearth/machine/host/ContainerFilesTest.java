package dev.hearth.machine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerFilesTest {
  private static final String ADA =
      """
      file /proc/self/status
        Uid:\t1000\t1000\t1000\t1000
        Gid:\t1000\t1000\t1000\t1000
        Groups:\t1000\s
      file /etc/passwd
        ada:x:1000:1000::/home/ada:/bin/sh
      """;

  private static PodmanFiles podman(String entries) {
    Machine machine = Hosts.of(ADA + entries);
    return new PodmanFiles(machine, Accounts.read(machine));
  }

  private static DockerSite docker(String entries) {
    Machine machine = Hosts.of(ADA + entries);
    return DockerSite.of(machine, Accounts.read(machine));
  }

  @Nested
  class ATomlString {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "[engine]~runtime = \"crun\" | crun",
          "[engine]~runtime='/usr/bin/runc' # so | /usr/bin/runc",
          " [ engine ] ~  runtime=\"a \\\"b\\\"\" | a \"b\"",
          "[engine]~runtime = \"a\"~runtime = \"b\" | b",
          "[engine]~#runtime = \"a\" | -",
          "runtime = \"a\" | -",
          "[engine.runtimes]~runtime = \"a\" | -",
          "[engine]~runtime_supports = \"a\" | -",
          "[engine]~runtime = 5 | -",
          "[engine]~runtime = \"open | -",
          "[engine]~runtime = 'open | -",
          "[engine~runtime = \"a\" | -"
        })
    void isLookedUpInItsTable(String toml, String value) {
      assertThat(TomlText.string(toml.replace('~', '\n'), "engine", "runtime"))
          .isEqualTo(value.equals("-") ? Optional.empty() : Optional.of(value));
    }
  }

  @Nested
  class PodmansRuntime {
    private static final String BOTH = "file /usr/bin/crun\nfile /usr/bin/runc\n";

    @Test
    void isCrunBeforeRuncWhereNothingIsSaid() {
      assertThat(podman(BOTH).runtime()).isEqualTo(Reading.known("crun"));
      assertThat(podman("file /usr/sbin/runc\n").runtime()).isEqualTo(Reading.known("runc"));
      assertThat(podman("").runtime().asOptional()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/usr/share/containers/containers.conf",
          "/etc/containers/containers.conf",
          "/etc/containers/containers.conf.d/10-mine.conf",
          "/home/ada/.config/containers/containers.conf",
          "/home/ada/.config/containers/containers.conf.d/a.conf"
        })
    void isWhatAnyFileSays(String path) {
      String entry = "file " + path + "\n  [engine]\n  runtime = \"runc\"\n";

      assertThat(podman(BOTH + entry).runtime()).isEqualTo(Reading.known("runc"));
    }

    @Test
    void isWhatTheLastFileSays() {
      String entries =
          """
          file /etc/containers/containers.conf
            [engine]
            runtime = "runc"
          file /etc/containers/containers.conf.d/1.conf
            [engine]
            runtime = "kata"
          file /etc/containers/containers.conf.d/0.conf
            [engine]
            runtime = "runsc"
          file /etc/containers/containers.conf.d/README
            [engine]
            runtime = "none"
          """;

      assertThat(podman(entries).runtime()).isEqualTo(Reading.known("kata"));
    }
  }

  @Nested
  class PodmansStorage {
    @Test
    void forUsersIsNotTheSystemsGraphroot() {
      PodmanFiles files =
          podman("file /etc/containers/storage.conf\n  [storage]\n  graphroot = \"/big\"\n");

      assertThat(files.rootfulStorage()).isEqualTo("/big");
      assertThat(files.rootlessStorage()).contains("/home/ada/.local/share/containers/storage");
    }

    @Test
    void forUsersMayBeSaidForAllOfThem() {
      PodmanFiles files =
          podman(
              """
              file /etc/containers/storage.conf
                [storage]
                rootless_storage_path = "/srv/$USER/$UID"
              """);

      assertThat(files.rootlessStorage()).contains("/srv/ada/1000");
    }

    @Test
    void thatIsNoPathIsNotTaken() {
      assertThat(
              podman("file /etc/containers/storage.conf\n  [storage]\n  graphroot = \"big\"\n")
                  .rootfulStorage())
          .isEqualTo("/var/lib/containers/storage");
    }
  }

  @Nested
  class WhichDocker {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "dir /srv | ROOTFUL | /var/run/docker.sock | /var/lib/docker",
          "file /var/run/docker.sock | ROOTFUL | /var/run/docker.sock | /var/lib/docker",
          "file /run/user/1000/docker.sock | ROOTLESS | /run/user/1000/docker.sock | /home/ada/.local/share/docker",
          "file /home/ada/.docker/desktop/docker.sock | DESKTOP | /home/ada/.docker/desktop/docker.sock | -",
          "file /snap/bin/docker | ROOTFUL | /var/run/docker.sock | /var/snap/docker/common/var-lib-docker"
        })
    void isToldByItsFiles(String entry, DockerSite.Kind kind, String socket, String dataRoot) {
      DockerSite site = docker(entry + "\n");

      assertThat(site.kind()).isEqualTo(kind);
      assertThat(site.socket()).isEqualTo(socket);
      assertThat(site.dataRoot())
          .isEqualTo(dataRoot.equals("-") ? Optional.empty() : Optional.of(dataRoot));
    }

    @Test
    void isOpenWhereTwoRun() {
      DockerSite site =
          docker("file /var/run/docker.sock\nfile /home/ada/.docker/desktop/docker.sock\n");

      assertThat(site.desktop().asOptional()).isEmpty();
    }

    @Test
    void isNotAskedWhereOnlySystemdsSocketIsThere() {
      String engine = "file /usr/bin/docker\nfile /var/run/docker.sock\n";
      Machine machine = Hosts.of(ADA + engine);

      HostProbe.read(machine, HostProbe.Depth.THOROUGH, Hosts.noCdi(), Hosts.noVulkan());

      assertThat(machine.seen().outputs().keySet()).containsExactly(List.of("docker", "--version"));
      assertThat(docker(engine + "file /var/run/docker.pid\n").running()).isTrue();
    }

    @Test
    void neverReadsTheFileThatHoldsPasswords() {
      Machine machine =
          Hosts.of(ADA + "file /usr/bin/docker\nfile /home/ada/.docker/config.json\n  {}\n");

      HostProbe.read(machine, HostProbe.Depth.THOROUGH, Hosts.noCdi(), Hosts.noVulkan());

      assertThat(machine.seen().contents()).doesNotContainKey("/home/ada/.docker/config.json");
    }
  }

  @Nested
  class DockersSettings {
    @Test
    void areEmptyWithoutAFile() {
      assertThat(docker("").settings())
          .isEqualTo(
              Reading.known(
                  new DockerSettings(Optional.empty(), Set.of("runc"), Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource({
      "file /usr/libexec/docker/cli-plugins/docker-compose, true",
      "file /usr/lib/docker/cli-plugins/docker-compose, true",
      "file /usr/local/lib/docker/cli-plugins/docker-compose, true",
      "file /home/ada/.docker/cli-plugins/docker-compose, true",
      "file /usr/bin/docker-compose 0755 0:0, true",
      "file /usr/bin/docker 0755 0:0, false"
    })
    void doNotTellOfComposeWhichIsAFileOfItsOwn(String entry, boolean there) {
      assertThat(docker(entry + "\n").compose()).isEqualTo(Reading.known(there));
    }

    @Test
    void areUnknownWhereTheFileIsSpoilt() {
      DockerSite site = docker("file /etc/docker/daemon.json\n  {\"data-root\": \"/x\"\n");

      assertThat(site.settings().asOptional()).isEmpty();
      assertThat(site.dataRoot()).contains("/var/lib/docker");
    }

    @Test
    void ofAnotherShapeSayNothing() {
      assertThat(DockerSettings.parse("{\"runtimes\": [], \"features\": 1, \"data-root\": 2}", "f"))
          .isEqualTo(docker("").settings());
    }

    @ParameterizedTest
    @CsvSource({
      "'{}', 28.2.0, true",
      "'{}', 29.0.0-rc.1, true",
      "'{}', 28.1.1, false",
      "'{}', 26.1.5+dfsg1, false",
      "'{}', dev, ",
      "'{\"features\": {\"cdi\": true}}', 26.1.5, true",
      "'{\"features\": {\"cdi\": false}}', 28.5.1, false"
    })
    void decideOnCdiBeforeTheVersionDoes(String json, String version, Boolean cdi) {
      DockerSettings settings =
          DockerSettings.parse(json, "f")
              .orElse(new DockerSettings(Optional.empty(), Set.of(), Optional.empty()));

      assertThat(DockerProgram.cdi(settings, Reading.known(version)).asOptional())
          .isEqualTo(Optional.ofNullable(cdi));
    }
  }

  @Nested
  class WhatDockerSays {
    private static Reading<DockerAnswer> parse(int exit, String stdout, String stderr) {
      return DockerAnswer.parse(new Finished(exit, stdout, stderr));
    }

    @Test
    void isReadLineByLine() {
      assertThat(
              parse(
                  0,
                  "26.1.5+dfsg1\nDebian\n[name=rootless name=cgroupns]\nrunc io.containerd.runc.v2 \n",
                  ""))
          .isEqualTo(Reading.known(new DockerAnswer("26.1.5+dfsg1", false, true, Set.of("runc"))));
    }

    @Test
    void mayBeNothingWithSuccess() {
      assertThat(parse(0, "\n\n[]\n\n", "Cannot connect to the Docker daemon\n"))
          .isEqualTo(
              Reading.unknown("docker info does not answer: Cannot connect to the Docker daemon"));
    }

    @Test
    void mayBeAnError() {
      assertThat(parse(1, "28.5.1\nx\n[]\n", ""))
          .isEqualTo(Reading.unknown("docker info does not answer: exit code 1"));
    }

    @ParameterizedTest
    @CsvSource({"0, 2, true", "0, 0, false", "1, '', ", "0, many, "})
    void ofItsCdiFoldersIsTheirNumber(int exit, String stdout, Boolean cdi) {
      assertThat(DockerAnswer.parseCdi(new Finished(exit, stdout + "\n", "")).asOptional())
          .isEqualTo(Optional.ofNullable(cdi));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "podman version | podman version 5.4.2 | 5.4.2",
        "podman version | podman version 5.4.2-rc1 extra | 5.4.2-rc1",
        "Docker version | Docker version 26.1.5+dfsg1, build a72d7cd | 26.1.5+dfsg1",
        "podman version | podman version | -",
        "podman version | Emulate Docker CLI using podman | -"
      })
  void aVersionFollowsItsWords(String words, String output, String version) {
    assertThat(
            ContainerEngines.versionAfter(words + " ", new Finished(0, output + "\n", ""))
                .asOptional())
        .isEqualTo(version.equals("-") ? Optional.empty() : Optional.of(version));
  }

  @Nested
  class OllamasModels {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "Environment=\"OLLAMA_MODELS=/data/my models\" | /data/my models",
          "Environment=OLLAMA_MODELS=/data OLLAMA_HOST=x | /data",
          "Environment='A=b' 'OLLAMA_MODELS=/data' | /data",
          "Environment=\"OLLAMA_MODELS=data\" | -",
          "#Environment=OLLAMA_MODELS=/data | -",
          "Environment= | -"
        })
    void lieWhereTheUnitSays(String line, String path) {
      assertThat(OllamaFiles.parseUnit("[Service]\n" + line))
          .isEqualTo(path.equals("-") ? Optional.empty() : Optional.of(path));
    }

    @Test
    void lieInTheHomeOfItsServiceIfThatIsThere() {
      Machine machine = Hosts.of(ADA + "dir /usr/share/ollama\n");

      assertThat(OllamaFiles.models(machine, Accounts.read(machine)))
          .contains("/usr/share/ollama/.ollama/models");
    }
  }
}
