package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Gpus.OPEN;
import static dev.hearth.planning.doctor.Surveys.missing;
import static dev.hearth.planning.doctor.Surveys.node;
import static dev.hearth.planning.doctor.Surveys.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.Cdi;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaRulesTest {
  private final Surveys machine = new Surveys();

  private Examined immich() {
    return Examined.of(machine.build(), "immich-ml");
  }

  private Examined ollama() {
    return Examined.of(machine.build(), "ollama");
  }

  private static Cdi.Specification cdi(String path, String version, String... missing) {
    return new Cdi.Specification(
        path, "nvidia.com/gpu", List.of("0", "all"), List.of(missing), version, "");
  }

  @Nested
  class TheVersions {
    @ParameterizedTest
    @CsvSource({
      "immich-ml, 8.9, 544.99,     FAIL",
      "immich-ml, 8.9, 545.23.08,  PASS",
      "ollama,    8.9, 545.23.08,  FAIL",
      "ollama,    8.9, 550.163.01, PASS",
      "ollama,    6.1, 550.163.01, FAIL",
      "ollama,    6.1, 570.86,     PASS",
      "ollama,    7.0, 550.163.01, PASS",
      "finbert,   8.9, 525.60.13,  PASS",
    })
    void ofTheDriverMustSuitTheServiceAndTheGpu(
        String service, String capability, String driver, Status status) {
      machine.with(Gpus.nvidia(capability, driver));

      assertThat(Examined.of(machine.build(), service).status("cuda.driver-version"))
          .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
      "immich-ml, 5.0, FAIL",
      "immich-ml, 5.2, PASS",
      "ollama, 5.0, PASS",
      "ollama, 3.5, FAIL"
    })
    void ofTheGpuMustSuitTheService(String service, String capability, Status status) {
      machine.with(Gpus.nvidia(capability, "580.95.05"));

      assertThat(Examined.of(machine.build(), service).status("cuda.compute-capability"))
          .isEqualTo(status);
    }

    @Test
    void thatAreBothTooOldPromiseNoDriverThatHelps() {
      machine.with(Gpus.nvidia("3.5", "470.256.02"));

      assertThat(immich().status("cuda.compute-capability")).isEqualTo(Status.FAIL);
      assertThat(immich().finding("cuda.driver-version").remedy()).startsWith("No driver helps");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void unreadAreSkipped() {
      machine.with(
          Gpus.nothingRead(
              Vendor.NVIDIA,
              Accelerator.Kind.GPU,
              new Details.Nvidia(
                  unread(), unread(), unread(), unread(), unread(), unread(), unread(), unread(),
                  unread()),
              Gpus.nvidiaNodes()));

      assertThat(immich().status("cuda.driver")).isEqualTo(Status.SKIP);
      assertThat(immich().status("cuda.driver-version")).isEqualTo(Status.SKIP);
      assertThat(immich().finding("cuda.compute-capability").remedy()).contains("nvidia-smi");
    }

    @Test
    void ofModuleAndLibrariesMustBeOne() {
      machine.with(Gpus.nvidia("8.9", "550.54.14", "550.163.01", Gpus.nvidiaNodes()));

      Finding match = immich().finding("cuda.version-match");
      assertThat(match.status()).isEqualTo(Status.FAIL);
      assertThat(match.evidence()).isEqualTo("kernel module 550.54.14, libraries 550.163.01");
      assertThat(match.remedy()).isEqualTo("sudo reboot");
    }

    @Test
    void thatAreOnePass() {
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().status("cuda.version-match")).isEqualTo(Status.PASS);
    }

    @ParameterizedTest
    @CsvSource({"550.163.01, 8.6, 1", "580.95.05, 8.6, 0", "550.163.01, 6.1, 0"})
    void thatAreTooOldForPyTorchsDefaultWheelsAreWarnedOf(
        String driver, String capability, int warnings) {
      machine.with(Gpus.nvidia(capability, driver));

      List<Finding> found =
          Examined.of(machine.build(), "finbert").all("cuda.known-cuda-13-driver");
      assertThat(found).hasSize(warnings);
      assertThat(found).allMatch(each -> each.remedy().contains("cu126"));
      assertThat(found)
          .allMatch(each -> each.evidence().endsWith("capability 8.6, driver 550.163.01"));
    }

    @ParameterizedTest
    @CsvSource({
      "2.4.1, 6.1, 0",
      "2.5.2, 6.1, 1",
      "3.1.0, 6.9, 1",
      "3.1.0, 7.0, 0",
      "2.7.5, 12.0, 1",
      "2.7.6, 12.0, 0"
    })
    void withKnownTroublesAreWarnedOf(String version, String capability, int warnings) {
      machine.with(Gpus.nvidia(capability, "580.95.05"));

      Examined immich = Examined.of(machine.build(), "immich-ml", version);
      assertThat(
              immich.examination().findings().stream()
                  .filter(each -> each.id().startsWith("cuda.known-")))
          .hasSize(warnings);
    }
  }

  @Nested
  class TheDriver {
    @Test
    void nouveauHasNoCuda() {
      machine.with(Gpus.bound(Gpus.nvidia("8.9", "550.163.01"), "nouveau"));

      Finding driver = immich().finding("cuda.driver");
      assertThat(driver.what()).contains("nouveau", "no CUDA");
      assertThat(driver.remedy()).contains("sudo apt install nvidia-driver");
    }

    @Test
    void nouveauOnAGpuThatIsTooOldIsNoReasonToInstallAnother() {
      machine.with(Gpus.nouveau());

      assertThat(immich().finding("cuda.driver").remedy()).startsWith("No driver helps");
    }

    @Test
    void ofAJetsonWantsProgramsOfItsOwn() {
      machine.with(Gpus.jetson("36.4.3", OPEN));

      Finding jetson = ollama().finding("cuda.jetson");
      assertThat(jetson.status()).isEqualTo(Status.WARN);
      assertThat(jetson.remedy())
          .contains("runtime: nvidia, and JETSON_JETPACK=6", "ollama-linux-arm64-jetpack6");
      assertThat(ollama().all("cuda.driver-version")).isEmpty();
      assertThat(Examined.of(machine.build(), "finbert").status("cuda.jetson"))
          .isEqualTo(Status.FAIL);
      assertThat(immich().finding("cuda.jetson").remedy()).isEqualTo("Use the CPU image");
    }

    @ParameterizedTest
    @CsvSource({"35.6.0, JETSON_JETPACK=5", "38.2.0, archive for arm64"})
    void ofAJetsonDependsOnItsRelease(String release, String remedy) {
      machine.with(Gpus.jetson(release, OPEN));

      assertThat(ollama().finding("cuda.jetson").remedy()).contains(remedy);
    }

    @Test
    void ofAJetsonHasNodesToBeOpened() {
      machine.inNoGroup().with(Gpus.jetson("36.4.3", Gpus.CLOSED));
      machine.systemd = false;

      assertThat(ollama().finding("cuda.nodes").evidence()).contains("/dev/nvmap");
      assertThat(ollama().status("cuda.node-access")).isEqualTo(Status.FAIL);
      assertThat(ollama().all("cuda.control-access")).hasSize(2).allMatch(Finding::failed);
    }
  }

  @Nested
  class TheNodes {
    @Test
    void missingThoughTheModuleIsLoadedAreCreated() {
      machine.with(
          Gpus.nvidia(
              "8.6",
              "550.163.01",
              "550.163.01",
              node("/dev/nvidia0", Role.NVIDIA, OPEN, 0),
              node("/dev/nvidiactl", Role.NVIDIA_CONTROL, OPEN, 0),
              missing("/dev/nvidia-uvm", Role.NVIDIA_CONTROL)));

      Finding nodes = immich().finding("cuda.nodes");
      assertThat(nodes.status()).isEqualTo(Status.FAIL);
      assertThat(nodes.evidence()).isEqualTo("missing: /dev/nvidia-uvm");
      assertThat(nodes.remedy())
          .startsWith("sudo /usr/bin/nvidia-modprobe -u -c0 && echo 'ACTION==")
          .contains("RUN+=\"/usr/bin/nvidia-modprobe -u -c0\"' | sudo tee /etc/udev/rules.d/");
    }

    @Test
    void areCreatedByTheToolkitWhereItIsThere() {
      machine.nvidiaToolkit = Reading.known("/usr/bin/nvidia-ctk");
      machine.with(Gpus.nvidia("8.6", "550.163.01", "550.163.01"));

      assertThat(immich().finding("cuda.nodes").remedy())
          .startsWith("sudo /usr/bin/nvidia-ctk system create-device-nodes");
    }

    @Test
    void ofOptionalKindAreNotMissed() {
      machine.with(
          Gpus.nvidia(
              "8.6",
              "550.163.01",
              "550.163.01",
              node("/dev/nvidia0", Role.NVIDIA, OPEN, 0),
              node("/dev/nvidiactl", Role.NVIDIA_CONTROL, OPEN, 0),
              node("/dev/nvidia-uvm", Role.NVIDIA_CONTROL, OPEN, 0),
              missing("/dev/nvidia-modeset", Role.NVIDIA_CONTROL)));

      assertThat(immich().status("cuda.nodes")).isEqualTo(Status.PASS);
      assertThat(immich().all("cuda.control-access")).hasSize(2).allMatch(each -> !each.failed());
    }
  }

  @Nested
  class Podman {
    @Test
    void withAFreshSpecificationIsReady() {
      machine.cdi = List.of(cdi("/etc/cdi/nvidia.yaml", "550.163.01"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().status("cdi.nvidia")).isEqualTo(Status.PASS);
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }

    @Test
    void withoutASpecificationIsTold() {
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      Finding cdi = immich().finding("cdi.nvidia");
      assertThat(cdi.status()).isEqualTo(Status.FAIL);
      assertThat(cdi.remedy())
          .contains(
              "sudo apt install nvidia-container-toolkit  # from NVIDIA's repository",
              "sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void withAStaleSpecificationIsTold() {
      machine.cdi = List.of(cdi("/etc/cdi/nvidia.yaml", "550.54.14"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      Finding stale = immich().finding("cdi.stale");
      assertThat(stale.status()).isEqualTo(Status.FAIL);
      assertThat(stale.evidence()).contains("550.54.14", "550.163.01");
    }

    @Test
    void withASpecificationOfMissingLibrariesIsTold() {
      machine.cdi =
          List.of(cdi("/var/run/cdi/nvidia.yaml", "", "/usr/lib/libcuda.so.550", "/usr/lib/b"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().finding("cdi.stale").evidence())
          .endsWith("/usr/lib/libcuda.so.550 and 1 more");
    }

    @Test
    void withASpecificationOfNodesThatCudaDoesNotMissWantsTheNodes() {
      machine.cdi = List.of(cdi("/etc/cdi/nvidia.yaml", "550.163.01", "/dev/nvidia-modeset"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().finding("cdi.missing-nodes").remedy()).contains("nvidia-modprobe");
      assertThat(immich().all("cdi.stale")).isEmpty();
    }

    @Test
    void withASpecificationOfTheVeryNodesThatAreMissingSaysItOnce() {
      machine.cdi = List.of(cdi("/etc/cdi/nvidia.yaml", "550.163.01", "/dev/nvidia-uvm"));
      machine.with(
          Gpus.nvidia(
              "8.9",
              "550.163.01",
              "550.163.01",
              node("/dev/nvidia0", Role.NVIDIA, OPEN, 0),
              missing("/dev/nvidia-uvm", Role.NVIDIA_CONTROL)));

      assertThat(immich().all("cdi.missing-nodes")).isEmpty();
      assertThat(immich().finding("cuda.nodes").evidence())
          .isEqualTo("missing: /dev/nvidia-uvm; named by /etc/cdi/nvidia.yaml: /dev/nvidia-uvm");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void withTwoSpecificationsOfOneDeviceIsTold() {
      machine.cdi =
          List.of(
              cdi("/etc/cdi/nvidia.yaml", "550.163.01"),
              cdi("/var/run/cdi/nvidia.yaml", "550.163.01"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().finding("cdi.conflict").remedy())
          .isEqualTo("sudo rm /etc/cdi/nvidia.yaml  # keeps the other");
    }

    @Test
    void withAnUnreadableSpecificationIsWarned() {
      machine.cdi =
          List.of(
              new Cdi.Specification("/etc/cdi/x.yaml", "", List.of(), List.of(), "", "not YAML"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().finding("cdi.unreadable").evidence())
          .isEqualTo("/etc/cdi/x.yaml: not YAML");
    }

    @Test
    void before41HasNoCdi() {
      machine.podman = Reading.known(Surveys.podman("4.0.3", "crun"));
      machine.docker = Reading.known(Surveys.docker("runc", "nvidia"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().status("podman.version")).isEqualTo(Status.FAIL);
    }
  }

  @Nested
  class Docker {
    @Test
    void withTheRuntimeNvidiaIsReady() {
      machine.docker = Reading.known(Surveys.docker("runc", "nvidia"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().finding("docker.nvidia-runtime").evidence())
          .isEqualTo("runtimes: nvidia, runc");
      assertThat(immich().examination().ready()).hasSize(1);
    }

    @Test
    void withCdiIsReadyToo() {
      machine.docker = Reading.known(Surveys.docker("runc"));
      machine.cdi = List.of(cdi("/etc/cdi/nvidia.yaml", "550.163.01"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().all("docker.nvidia-runtime")).isEmpty();
      assertThat(immich().examination().ready().getFirst().supervisors()).hasSize(2);
    }

    @Test
    void withNeitherIsToldBothSteps() {
      machine.docker = Reading.known(Surveys.docker("runc"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(immich().finding("docker.nvidia-runtime").remedy())
          .contains(
              "nvidia-container-toolkit", "--runtime=docker && sudo systemctl restart docker");
    }
  }

  @Nested
  class UnderWsl {
    @Test
    void itTakesWindowsLibraryAndNoLinuxDriver() {
      machine.wsl = true;
      machine.docker = Reading.known(Surveys.docker("runc", "nvidia"));
      machine.with(Gpus.wsl(Vendor.NVIDIA, Reading.known("/usr/lib/wsl/lib/libcuda.so.1")));

      assertThat(immich().status("cuda.wsl-library")).isEqualTo(Status.PASS);
      assertThat(immich().finding("cuda.driver-version").evidence()).contains("560.94");
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }

    @Test
    void withoutTheLibraryWindowsDriverIsMissing() {
      machine.wsl = true;
      machine.with(Gpus.wsl(Vendor.NVIDIA, Reading.unknown("no libcuda.so.1")));

      assertThat(immich().finding("cuda.wsl-library").remedy())
          .startsWith("wsl --shutdown  # in Windows");
    }
  }
}
