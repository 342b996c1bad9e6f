package dev.hearth.deployment.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Account;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Podman 5.4.2, Docker 26.1.5, Compose 2.26.1 and systemd 257 told of real services. */
class SiteTest {
  private static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning";
  private static final String USERS = "/home/me/.config/containers/systemd";
  private static final ServiceDescription IMMICH =
      ServiceCatalog.load().find("immich-ml").orElseThrow();
  private static final ServiceDescription OLLAMA =
      ServiceCatalog.load().find("ollama").orElseThrow();

  private static final String PODMAN_PS =
      "cd1ea41d55de9951d769eb96a6f467c0aab4362ce6bc2da1636cb7fe493e3e0e\t"
          + IMAGE
          + ":v3.1.0\n"
          + "108d4d83e833f83b5d031961761baefdef1db5cd7a863b5925568295efa52d46\t"
          + IMAGE
          + ":v3.1.0\n"
          + "e810aa72d6ee881a9aeb37798fd2fa98a4dd3ffd5c21c9dc61dda18e865544f9\tpostgres:16\n";
  private static final String DOCKER_PS =
      "8872e361db57cf3cae465221d7bd393fdd2b01601e4f531206cd9c8af85106ec\tfab0e84fa0bd\n";

  @TempDir Path root;

  private final ScriptedPrograms programs = new ScriptedPrograms();

  private static Account account(int uid) {
    return new Account(
        Reading.known(uid),
        Reading.known(uid == 0 ? "root" : "me"),
        Reading.known(uid == 0 ? "/root" : "/home/me"),
        Reading.unknown("not asked"),
        Reading.unknown("not asked"),
        Reading.unknown("not asked"),
        List.of());
  }

  private Site site() {
    return site(1000);
  }

  private Site site(int uid) {
    return new Site(new Machine(FileTree.under(root)), account(uid), programs);
  }

  private void file(String path, String text) throws IOException {
    Path place = root.resolve(path.substring(1));
    Files.createDirectories(Objects.requireNonNull(place.getParent()));
    Files.writeString(place, text);
  }

  private void installed(String... names) throws IOException {
    for (String name : names) {
      file("/usr/bin/" + name, "");
    }
  }

  private static String resource(String name) throws IOException {
    try (var stream = SiteTest.class.getResourceAsStream("/site/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Nested
  class Quadlet {
    private static final String TEXT =
        """
        [Container]
        Image=ghcr.io/immich-app/immich-machine-learning:v2.5.2
        PublishPort=127.0.0.1:3003:3003
        PublishPort=9999
        Environment=TZ=UTC "A=b c" RATE=5%%
        Volume=model-cache.volume:/cache
        Volume=%h/models:/models:ro,z
        Volume=./data:/data
        """;

    @Test
    void ofTheUserTellsAllThatAPlanBuildsOn() throws IOException {
      file(USERS + "/photos/immich-ml.container", TEXT);
      assertThat(site().look(Sought.of(IMMICH)))
          .isEqualTo(
              new Found(
                  List.of(
                      new Installation.Quadlet(
                          new Present(
                              "systemd-immich-ml",
                              Supervisor.QUADLET,
                              Engine.PODMAN,
                              true,
                              Optional.of(IMAGE + ":v2.5.2"),
                              Map.of("TZ", "UTC", "A", "b c", "RATE", "5%"),
                              List.of(new Port("127.0.0.1", 3003, 3003)),
                              false,
                              List.of(
                                  new Mount("model-cache.volume", "/cache", false),
                                  new Mount("/home/me/models", "/models", true),
                                  new Mount(USERS + "/photos/data", "/data", false))),
                          Path.of(USERS + "/photos/immich-ml.container"),
                          "immich-ml.service",
                          true)),
                  List.of()));
    }

    @Test
    void isWhatItsDropInsMakeOfIt() throws IOException {
      file(USERS + "/ml.container", TEXT + "Network=host\n");
      file(
          USERS + "/ml.container.d/10.conf",
          "[Container]\nImage=" + IMAGE + ":v3\nEnvironment=\nContainerName=%N-1\n");
      Installation found = site().look(Sought.of(IMMICH)).installations().getFirst();
      assertThat(found.present().image()).contains(IMAGE + ":v3");
      assertThat(found.present().environment()).isEmpty();
      assertThat(found.present().name()).isEqualTo("ml-1");
      assertThat(found.present().hostNetwork()).isTrue();
      assertThat(site().texts(found))
          .containsOnlyKeys(
              Path.of(USERS + "/ml.container"), Path.of(USERS + "/ml.container.d/10.conf"));
    }

    @Test
    void isFoundInAllFoldersOfTheGenerator() throws IOException {
      file(USERS + "/a.container", TEXT);
      file("/etc/containers/systemd/users/1000/b.container", TEXT);
      file("/etc/containers/systemd/users/1001/other.container", TEXT);
      file("/etc/containers/systemd/users/c.container", TEXT);
      file("/etc/containers/systemd/d.container", TEXT);
      file("/usr/share/containers/systemd/e.container", TEXT);
      file("/usr/share/containers/systemd/d.container", TEXT);
      file("/etc/containers/systemd/no.container", "[Container]\nImage=postgres:16\n");
      file("/etc/containers/systemd/many@.container", TEXT);
      assertThat(site().look(Sought.of(IMMICH)).installations())
          .extracting(each -> each.files().getFirst().toString())
          .containsExactlyInAnyOrder(
              USERS + "/a.container",
              "/etc/containers/systemd/users/1000/b.container",
              "/etc/containers/systemd/users/c.container",
              "/etc/containers/systemd/d.container",
              "/usr/share/containers/systemd/e.container");
      assertThat(site(0).look(Sought.of(IMMICH)).installations())
          .extracting(each -> ((Installation.Quadlet) each).user())
          .containsExactly(false, false);
    }

    @Test
    void isKnownByAnImageThatTheUserNames() throws IOException {
      file(USERS + "/mine.container", "[Container]\nImage=localhost/mine:1\n");
      assertThat(site().look(Sought.of(IMMICH)).installations()).isEmpty();
      assertThat(site().look(new Sought(IMMICH, Optional.of("localhost/mine:2"))).installations())
          .hasSize(1);
    }
  }

  @Nested
  class Containers {
    @Test
    void ofAQuadletAreThatQuadletAndOthersAreToldWithWhatToDo() throws IOException {
      installed("podman");
      file(USERS + "/immich-ml.container", "[Container]\nImage=" + IMAGE + ":v3.1.0\n");
      programs
          .answering("podman ps", PODMAN_PS)
          .answering("podman container inspect cd1ea", resource("podman-inspect.json"));
      Found found = site().look(Sought.of(IMMICH));
      assertThat(found.installations()).hasSize(1);
      assertThat(found.others())
          .singleElement()
          .satisfies(other -> {
            assertThat(other.what()).contains("by-hand", "started by hand");
            assertThat(other.remedy())
                .contains("podman rm --force by-hand", "hearth up immich-ml", "--file");
          });
      assertThat(programs.asked())
          .noneMatch(line -> line.contains("e810aa72d6ee")); // of another image
    }

    @Test
    void thatAUnitWithoutAQuadletStartsAreTold() throws IOException {
      installed("podman");
      programs
          .answering("podman ps", PODMAN_PS)
          .answering("podman container inspect", resource("podman-inspect.json"));
      assertThat(site().look(Sought.of(IMMICH)).others())
          .extracting(Problem::what)
          .anyMatch(what -> what.contains("immich-ml.service, which no Quadlet here makes"));
    }

    @Test
    void thatNobodyTellsOfAreATroubleAndNoFailure() throws IOException {
      installed("docker");
      programs.failing(
          "docker ps", "permission denied while trying to connect to the Docker daemon socket");
      assertThat(site().look(Sought.of(IMMICH)).others())
          .singleElement()
          .satisfies(trouble -> {
            assertThat(trouble.evidence()).startsWith("permission denied");
            assertThat(trouble.remedy()).contains("docker ps --all", "--file PATH");
          });
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker"
              + " daemon running?",
          "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is"
              + " correct and if the daemon is running: dial unix /var/run/docker.sock: connect:"
              + " no such file or directory"
        })
    void areNoneWhereDockerIsInstalledAndNotStarted(String said) throws IOException {
      installed("docker");
      programs.failing("docker ps", said);
      assertThat(site().look(Sought.of(IMMICH))).isEqualTo(new Found(List.of(), List.of()));
    }

    @Test
    void areNotAskedForWhereNoEngineIs() {
      assertThat(site().look(Sought.of(IMMICH))).isEqualTo(new Found(List.of(), List.of()));
      assertThat(programs.asked()).isEmpty();
    }
  }

  @Nested
  class Compose {
    private static final String TEXT =
        """
        services:
          database:
            image: postgres:16
          immich-machine-learning:
            container_name: immich_machine_learning
            image: ghcr.io/immich-app/immich-machine-learning:${IMMICH_VERSION:-release}
            extends: {file: hwaccel.ml.yml, service: cpu}
            environment: {TZ: "${TZ}", A: $$b}
            env_file: [.env]
            ports:
              - 3003:3003
              - {target: 9, published: "10", host_ip: 127.0.0.1}
            volumes: ["model-cache:/cache", "./data:/data:ro", {type: bind, source: ~/m, target: /m}]
        """;
    private static final Path FILE = Path.of("/srv/immich/docker-compose.yml");

    private void docker() throws IOException {
      installed("docker");
      programs
          .answering("docker ps", DOCKER_PS)
          .answering("docker container inspect 8872e361", resource("docker-inspect.json"))
          .answering("docker info", "[\"name=seccomp,profile=builtin\",\"name=cgroupns\"]\n");
    }

    @Test
    void isFoundByLabelsAndReadFromItsFiles() throws IOException {
      docker();
      file(FILE.toString(), TEXT);
      file("/srv/immich/hwaccel.ml.yml", "services: {cpu: {}}\n");
      file("/srv/immich/.env", "IMMICH_VERSION=v2.5.2 # pinned\nexport TZ='Europe/Berlin'\n");
      Found found = site().look(Sought.of(IMMICH));
      assertThat(found.installations())
          .containsExactly(
              new Installation.Compose(
                  new Present(
                      "immich_machine_learning",
                      Supervisor.COMPOSE,
                      Engine.DOCKER,
                      false,
                      Optional.of(IMAGE + ":v2.5.2"),
                      Map.of("IMMICH_VERSION", "v2.5.2", "TZ", "Europe/Berlin", "A", "$b"),
                      List.of(new Port("", 3003, 3003), new Port("127.0.0.1", 10, 9)),
                      false,
                      List.of(
                          new Mount("model-cache", "/cache", false),
                          new Mount("/srv/immich/data", "/data", true),
                          new Mount("/home/me/m", "/m", false))),
                  List.of(FILE),
                  "immich",
                  "immich-machine-learning",
                  Path.of("/srv/immich")));
      assertThat(site().texts(found.installations().getFirst()))
          .containsOnlyKeys(FILE, Path.of("/srv/immich/hwaccel.ml.yml"));
      assertThat(found.others()).extracting(Problem::what).anyMatch(it -> it.contains("by-hand"));
    }

    @Test
    void whoseFileIsElsewhereIsTold() throws IOException {
      docker();
      assertThat(site().look(Sought.of(IMMICH)).others())
          .extracting(Problem::sentence)
          .anyMatch(it -> it.contains("project immich") && it.contains("compose-inline"));
    }

    @Test
    void isNamedByItsFile() throws IOException {
      installed("docker");
      file(FILE.toString(), TEXT);
      file(
          "/srv/immich/docker-compose.override.yml",
          "services: {immich-machine-learning: {network_mode: host, image: '" + IMAGE + ":v9'}}\n");
      Installation found = site().named(FILE, Sought.of(IMMICH));
      assertThat(found.files())
          .containsExactly(FILE, Path.of("/srv/immich/docker-compose.override.yml"));
      assertThat(found.present().image()).contains(IMAGE + ":v9");
      assertThat(found.present().hostNetwork()).isTrue();
      assertThat(((Installation.Compose) found).project()).isEqualTo("immich");
    }

    @Test
    void withoutTheServiceIsRefusedWithTheReason() throws IOException {
      file("/srv/x/compose.yml", "services: {a: {image: b}}\n");
      assertThatThrownBy(() -> site().named(Path.of("/srv/x/compose.yml"), Sought.of(IMMICH)))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refusal -> {
                assertThat(refusal.problem().evidence()).contains("none of its services");
                assertThat(refusal.problem().remedy()).contains("--image");
              });
    }
  }

  @Nested
  class NativeUnits {
    private static final String SHOWN =
        """
        MainPID=7791
        ExecStart={ path=/usr/local/bin/ollama ; argv[]=/usr/local/bin/ollama serve ; \
        ignore_errors=no ; start_time=[Sat 2026-11-21 12:24:05 UTC] ; stop_time=[n/a] ; \
        pid=7791 ; code=(null) ; status=0/0 }
        Environment=PATH=/usr/bin:/bin "A=b c" OLLAMA_HOST=0.0.0.0 "Q=it's \\"q\\""
        User=ollama
        LoadState=loaded
        FragmentPath=/etc/systemd/system/ollama.service
        SourcePath=
        DropInPaths=/etc/systemd/system/ollama.service.d/override.conf
        """;
    private static final String NOT_FOUND = "MainPID=0\nLoadState=not-found\nFragmentPath=\n";

    @Test
    void areWhatSystemdShows() throws IOException {
      installed("systemctl");
      file("/etc/systemd/system/ollama.service", "[Service]\n");
      file("/etc/systemd/system/ollama.service.d/override.conf", "[Service]\n");
      programs
          .answering("systemctl show ollama.service", SHOWN)
          .answering("systemctl --user show ollama.service", NOT_FOUND);
      Installation.Unit found =
          (Installation.Unit) site().look(Sought.of(OLLAMA)).installations().getFirst();
      assertThat(found)
          .isEqualTo(
              new Installation.Unit(
                  new Present(
                      "ollama",
                      Supervisor.SYSTEMD,
                      Engine.NONE,
                      false,
                      Optional.empty(),
                      Map.of(
                          "PATH", "/usr/bin:/bin",
                          "A", "b c",
                          "OLLAMA_HOST", "0.0.0.0",
                          "Q", "it's \"q\""),
                      List.of(),
                      true,
                      List.of()),
                  "ollama.service",
                  Optional.of(Path.of("/etc/systemd/system/ollama.service")),
                  Path.of("/etc/systemd/system/ollama.service.d"),
                  Path.of("/usr/local/bin/ollama"),
                  false));
      assertThat(site().texts(found)).hasSize(2);
    }

    @Test
    void thatAQuadletMakesAreThatQuadlet() throws IOException {
      installed("systemctl");
      programs
          .answering(
              "systemctl --user show ollama.service",
              SHOWN.replace("SourcePath=", "SourcePath=" + USERS + "/ollama.container"))
          .answering("systemctl show ollama.service", NOT_FOUND);
      assertThat(site().look(Sought.of(OLLAMA)).installations()).isEmpty();
    }

    @Test
    void areNotLookedForWhereAServiceIsNone() throws IOException {
      installed("systemctl");
      site().look(Sought.of(IMMICH));
      assertThat(programs.asked()).isEmpty();
      assertThat(Set.copyOf(IMMICH.supervisors())).doesNotContain(Supervisor.SYSTEMD);
    }

    @Test
    void tellTheirProcessWhereTheyRun() {
      assertThat(Units.parse("ollama.service", SHOWN))
          .get()
          .satisfies(shown -> {
            assertThat(shown.pid()).contains(7791);
            assertThat(shown.dropIns()).hasSize(1);
          });
      assertThat(Units.parse("ollama.service", SHOWN.replace("MainPID=7791", "MainPID=0")))
          .get()
          .satisfies(shown -> assertThat(shown.pid()).isEmpty());
    }
  }
}
