package dev.hearth.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.deployment.bundle.BundleSource;
import dev.hearth.deployment.bundle.BundleState;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Privilege;
import dev.hearth.deployment.manager.RealManagers;
import dev.hearth.deployment.manager.Target;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.Account;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A native Ollama 0.12.6 on a machine that a capture describes: its libraries, its process. */
class NativeLibrariesTest {
  private static final ServiceDescription OLLAMA =
      ServiceCatalog.load().find("ollama").orElseThrow();
  private static final List<Variable> PHOENIX =
      List.of(new Variable("HSA_OVERRIDE_GFX_VERSION", "11.0.0", ""));
  private static final String INSTALLED =
      """
      hearth capture 1
      file /usr/local/bin/ollama 0755 0:0
      file /usr/local/lib/ollama/libggml-base.so 0644 0:0
      run 0 /usr/local/bin/ollama -v
        ollama version is 0.12.6
      """;
  private static final Account ROOT =
      new Account(
          Reading.known(0),
          Reading.known("root"),
          Reading.known("/root"),
          Reading.unknown("not asked"),
          Reading.unknown("not asked"),
          Reading.unknown("not asked"),
          List.of());
  private static final String PODMAN = "file /usr/bin/podman 0755 0:0\n";
  private static final String DOCKER = "file /usr/bin/docker 0755 0:0\n";

  @TempDir Path folder;

  private NativeLibraries libraries(String... more) {
    return libraries(machine(INSTALLED + String.join("", more)));
  }

  private static NativeLibraries libraries(Machine machine) {
    return NativeLibraries.of(machine, nobody(), "ollama", Optional.empty()).orElseThrow();
  }

  private Machine machine(String text) {
    try {
      return Roots.open(Files.writeString(folder.resolve("machine.txt"), text));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static CommandRunner nobody() {
    return command -> {
      throw new AssertionError("nothing is to be run: " + command);
    };
  }

  private static Plan plan(Supervisor supervisor, Backend backend, List<Variable> variables) {
    return new Plan(
        OLLAMA.at(Version.parse("0.12.6").orElseThrow()),
        "ollama",
        supervisor,
        Engine.NONE,
        false,
        backend,
        List.of("pci-0000:c4:00.0"),
        supervisor == Supervisor.SYSTEMD ? Optional.empty() : Optional.of("ollama:rocm"),
        Optional.empty(),
        Access.none(),
        variables,
        true,
        List.of(),
        List.of(),
        Optional.empty(),
        new Health(
            new Health.Http(11434, "/api/version"),
            Duration.ofSeconds(2),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1)),
        List.of(),
        List.of());
  }

  @Nested
  class AreNeeded {
    @Test
    void byAProgramOnRocmAlone() {
      assertThat(NativeLibraries.neededBy(plan(Supervisor.SYSTEMD, Backend.ROCM, PHOENIX)))
          .isTrue();
      assertThat(NativeLibraries.neededBy(plan(Supervisor.SYSTEMD, Backend.VULKAN, PHOENIX)))
          .isFalse();
      assertThat(NativeLibraries.neededBy(plan(Supervisor.QUADLET, Backend.ROCM, PHOENIX)))
          .isFalse();
    }

    @Test
    void forWhatTheGpuPretendsToBeElseForWhatItIs() {
      assertThat(
              NativeLibraries.target(
                  plan(Supervisor.SYSTEMD, Backend.ROCM, PHOENIX), Optional.of("gfx1103")))
          .contains("gfx1100");
      assertThat(
              NativeLibraries.target(
                  plan(Supervisor.SYSTEMD, Backend.ROCM, List.of()), Optional.of("gfx1030")))
          .contains("gfx1030");
    }

    @Test
    void inTheVersionThatIsInstalled() {
      assertThat(libraries().installed(OLLAMA).version()).hasToString("Optional[0.12.6]");
    }

    @Test
    void byNoOtherService() {
      Machine machine = machine(INSTALLED);
      assertThat(NativeLibraries.of(machine, nobody(), "finbert", Optional.empty())).isEmpty();
    }
  }

  @Nested
  class ComeFrom {
    private static final String IMAGE = "docker.io/ollama/ollama:0.12.6-rocm";

    @Test
    void theOfficialImageOfTheInstalledVersionByWhateverIsHere() {
      assertThat(libraries(PODMAN, DOCKER).source(Optional.empty()))
          .isEqualTo(new BundleSource.Image("podman", IMAGE));
      assertThat(libraries(DOCKER).source(Optional.empty()))
          .isEqualTo(new BundleSource.Image("docker", IMAGE));
    }

    @Test
    void whatTheUserNames() throws IOException {
      Path archive = Files.createFile(folder.resolve("ollama-linux-amd64-rocm.tgz"));
      assertThat(libraries().source(Optional.of(archive)))
          .isEqualTo(new BundleSource.Archived(archive));
      assertThat(libraries().source(Optional.of(folder)))
          .isEqualTo(new BundleSource.Unpacked(folder));
      assertThatThrownBy(() -> libraries().source(Optional.of(folder.resolve("gone.tar"))))
          .hasMessageContaining("gone.tar does not exist");
    }

    @Test
    void nowhereWithoutAnEngineAndAnArchive() {
      assertThatThrownBy(() -> libraries().source(Optional.empty()))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem().remedy()).contains("--bundle FILE"));
    }

    @Test
    void nowhereWhereTheVersionIsNotKnown() {
      NativeLibraries unknown =
          libraries(machine(INSTALLED.replace("version is 0.12.6", "is broken") + PODMAN));
      assertThatThrownBy(() -> unknown.source(Optional.empty()))
          .hasMessageContaining("version of the installed Ollama is not known");
    }
  }

  @Nested
  class AreComplete {
    @Test
    void notWhereThereAreNone() {
      assertThat(libraries().state()).isEqualTo(new BundleState.Absent());
      assertThat(libraries().complete()).isFalse();
    }

    @Test
    void whereOllamaBroughtThem() {
      NativeLibraries own = libraries("file /usr/local/lib/ollama/rocm/librocblas.so.4 0644 0:0\n");
      assertThat(own.complete()).isTrue();
      assertThat(own.folders(machine(INSTALLED))).isEmpty();
    }

    @Test
    void notWhereAnUpdateRemovedThem() {
      String manifest =
          """
          file /usr/local/lib/hearth/ollama-bundle.json 0644 0:0
            {"schema": "hearth.ollama-bundle/1", "version": "0.12.5"}
          """;
      assertThat(libraries(manifest).complete()).isFalse();
    }
  }

  @Nested
  class TheRunningProcess {
    private RunningEnvironment running(Map<String, String> environment) {
      return new RunningEnvironment(
          plan(Supervisor.SYSTEMD, Backend.ROCM, PHOENIX),
          () -> environment,
          () -> List.of("rocm"));
    }

    private Optional<String> trouble(Map<String, String> environment) {
      return running(environment).trouble(unasked());
    }

    @Test
    void isWellWithWhatWasPlanned() {
      Map<String, String> planned = Map.of("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "PATH", "/bin");
      assertThat(trouble(planned)).isEmpty();
      assertThat(running(planned).disturbing()).isEmpty();
    }

    @Test
    void isInTroubleWhereADropInDidNotReachIt() {
      assertThat(trouble(Map.of("PATH", "/bin")))
          .contains("HSA_OVERRIDE_GFX_VERSION is not set in the running process");
    }

    @Test
    void isInTroubleWhereItIsKeptFromTheGpu() {
      assertThat(
              trouble(Map.of("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "ROCR_VISIBLE_DEVICES", "-1")))
          .get()
          .asString()
          .contains("hides every GPU from ROCm", "systemctl cat ollama");
    }

    @Test
    void isOnlyWarnedOfWhatMayDisturb() {
      Map<String, String> disturbed =
          Map.of("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "LD_LIBRARY_PATH", "/opt/rocm/lib");
      assertThat(trouble(disturbed)).isEmpty();
      assertThat(running(disturbed).disturbing())
          .singleElement()
          .extracting(Finding::what)
          .asString()
          .contains("leads to another ROCm");
    }
  }

  /** A manager of which nothing is asked. */
  private static Manager unasked() {
    return new RealManagers(nobody(), () -> Roots.live(nobody()), ROOT, Privilege.NONE)
        .of(new Target.Unit("ollama.service", false));
  }
}
