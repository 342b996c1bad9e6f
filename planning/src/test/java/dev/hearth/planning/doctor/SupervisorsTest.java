package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Gpus.OPEN;
import static dev.hearth.planning.doctor.Surveys.RENDER;
import static dev.hearth.planning.doctor.Surveys.node;
import static dev.hearth.planning.doctor.Surveys.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Access;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.Engines;
import dev.hearth.machine.host.Security.Selinux;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorsTest {
  private final Surveys machine = new Surveys();
  private final Accelerator open =
      Gpus.amd(
          "pci-a",
          "gfx1100",
          Form.DISCRETE,
          Gpus.kfd(OPEN),
          node("/dev/dri/renderD128", Role.RENDER, OPEN, RENDER));

  private Examined immich() {
    return Examined.of(machine.build(), "immich-ml");
  }

  private static Engines.Docker docker(
      boolean running, boolean rootless, boolean desktop, boolean access) {
    return new Engines.Docker(
        "/usr/bin/docker",
        Reading.known("28.3.0"),
        Reading.known(running),
        Reading.known(rootless),
        Reading.known(desktop),
        Reading.known(Set.of("runc")),
        Reading.known(true),
        Reading.known(access),
        Reading.known(true));
  }

  @Nested
  class Podman {
    @Test
    void withRuncDropsTheGroups() {
      machine.podman = Reading.known(Surveys.podman("5.4.2", "runc"));
      machine.with(Gpus.phoenix());

      Finding runtime = immich().finding("podman.keep-groups-runtime");
      assertThat(runtime.status()).isEqualTo(Status.FAIL);
      assertThat(runtime.remedy()).contains("sudo apt install crun", "runtime = \"crun\"");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void withRuncIsWellWhereNodesAreOpenToAll() {
      machine.podman = Reading.known(Surveys.podman("5.4.2", "runc"));
      machine.with(open);

      assertThat(immich().all("podman.keep-groups-runtime")).isEmpty();
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }

    @Test
    void ofAnUnreadRuntimeIsSkipped() {
      machine.podman =
          Reading.known(
              new Engines.Podman("/usr/bin/podman", unread(), unread(), unread(), unread()));
      machine.with(Gpus.phoenix());

      assertThat(immich().status("podman.keep-groups-runtime")).isEqualTo(Status.SKIP);
      assertThat(immich().status("podman.version")).isEqualTo(Status.SKIP);
      assertThat(immich().status("podman.subordinate-ids")).isEqualTo(Status.SKIP);
    }

    @Test
    void startedBeforeUsermodHasOldGroups() {
      machine.managerGroups = Reading.known(Set.of(1000));
      machine.with(Gpus.phoenix());

      Finding manager = immich().finding("podman.user-manager-groups");
      assertThat(manager.status()).isEqualTo(Status.FAIL);
      assertThat(manager.remedy()).startsWith("sudo loginctl terminate-user ada");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void ofAUserWithoutTheGroupCannotHandTheNodesOn() {
      machine.inNoGroup().with(Gpus.phoenix());

      Examined ollama = Examined.of(machine.build(), "ollama");
      assertThat(ollama.finding("podman.user-manager-groups").status()).isEqualTo(Status.FAIL);
      assertThat(ollama.finding("podman.user-manager-groups").remedy())
          .isEqualTo("sudo usermod -aG render ada  # then log out and in again");
      assertThat(ollama.examination().ready())
          .extracting(Examination.Place::supervisors)
          .containsOnly(List.of(Supervisor.SYSTEMD));
    }

    @Test
    void ofAUserWhomAnAccessListLetsInIsLeftToTheNodesFinding() {
      machine.inNoGroup();
      machine.with(
          Gpus.amd(
              "pci-a",
              "gfx1100",
              Form.DISCRETE,
              node("/dev/kfd", Role.KFD, Gpus.CLOSED, RENDER, new Access(true, true)),
              node(
                  "/dev/dri/renderD128",
                  Role.RENDER,
                  Gpus.CLOSED,
                  RENDER,
                  new Access(true, true))));

      assertThat(immich().all("podman.user-manager-groups")).isEmpty();
    }

    @Test
    void needsCdiForNvidiasVulkanToo() {
      machine.drivers = List.of(Surveys.icd("nvidia", "550.163.01", "nvidia"));
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      Finding cdi = Examined.of(machine.build(), "ollama").finding("cdi.nvidia");
      assertThat(cdi.status()).isEqualTo(Status.FAIL);
      assertThat(Examined.of(machine.build(), "ollama").examination().ready())
          .filteredOn(place -> place.backend() == Backend.VULKAN)
          .extracting(Examination.Place::supervisors)
          .containsExactly(List.of(Supervisor.SYSTEMD));
    }

    @Test
    void whoseManagersGroupsAreUnreadIsSkipped() {
      machine.managerGroups = unread();
      machine.with(Gpus.phoenix());

      assertThat(immich().status("podman.user-manager-groups")).isEqualTo(Status.SKIP);
    }

    @ParameterizedTest
    @CsvSource({"4.3.1, FAIL, BLOCKED", "4.4.0, PASS, CPU_ONLY"})
    void hasQuadletSince44(String version, Status status, Verdict verdict) {
      machine.podman = Reading.known(Surveys.podman(version, "crun"));

      assertThat(immich().status("podman.version")).isEqualTo(status);
      assertThat(immich().verdict()).isEqualTo(verdict);
    }

    @Test
    void withoutSubordinateNumbersCannotBeRootless() {
      machine.podman =
          Reading.known(
              new Engines.Podman(
                  "/usr/bin/podman",
                  Reading.known("5.4.2"),
                  Reading.known(true),
                  Reading.known("crun"),
                  Reading.known(false)));

      assertThat(immich().finding("podman.subordinate-ids").remedy()).contains("--add-subuids");
      assertThat(immich().verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void asRootNeedsNeitherGroupsNorUserManager() {
      machine.uid = 0;
      machine.userManager = Reading.known(false);
      machine.inNoGroup().with(Gpus.phoenix());

      assertThat(immich().all("systemd.user-manager")).isEmpty();
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }
  }

  @Nested
  class Systemd {
    @Test
    void withoutItQuadletCannotRun() {
      machine.systemd = false;

      assertThat(immich().status("systemd.quadlet")).isEqualTo(Status.FAIL);
      assertThat(immich().verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void withControlGroupsOfVersion1QuadletCannotRun() {
      machine.cgroup = Reading.known(1);

      assertThat(immich().status("systemd.cgroup")).isEqualTo(Status.FAIL);
    }

    @Test
    void withoutUserManagerUnitsCannotRun() {
      machine.userManager = Reading.known(false);

      assertThat(immich().finding("systemd.user-manager").remedy()).contains("enable-linger ada");
    }

    @Test
    void withoutLingeringServicesEndWithTheLogin() {
      machine.lingering = Reading.known(false);

      assertThat(immich().status("systemd.linger")).isEqualTo(Status.WARN);
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void unreadIsSkipped() {
      machine.userManager = unread();
      machine.lingering = unread();
      machine.cgroup = unread();

      assertThat(immich().status("systemd.user-manager")).isEqualTo(Status.SKIP);
      assertThat(immich().status("systemd.linger")).isEqualTo(Status.SKIP);
      assertThat(immich().status("systemd.cgroup")).isEqualTo(Status.SKIP);
    }

    @Test
    void givesOllamaTheGroupsOfTheNodes() {
      machine.inNoGroup().with(Gpus.phoenix());

      Examined ollama = Examined.of(machine.build(), "ollama");
      assertThat(ollama.finding("systemd.supplementary-groups").remedy())
          .isEqualTo(
              "sudo systemctl edit ollama  # then write the lines [Service] and"
                  + " SupplementaryGroups=render");
      assertThat(ollama.status("systemd.supplementary-groups")).isEqualTo(Status.WARN);
      assertThat(ollama.finding("rocm.kfd-access").what()).contains("systemd runs as root");
    }
  }

  @Nested
  class Docker {
    Docker() {
      machine.podman = Reading.unknown("no podman in PATH");
      machine.with(Gpus.phoenix());
    }

    @Test
    void takesGroupsByNumber() {
      machine.docker = Reading.known(docker(true, false, false, true));

      assertThat(immich().finding("docker.numeric-groups").remedy())
          .isEqualTo("In the compose file: group_add: [\"992\"]");
      assertThat(immich().examination().ready().getFirst().supervisors())
          .containsExactly(Supervisor.COMPOSE);
    }

    @Test
    void rootlessCannotHandGroupsOn() {
      machine.docker = Reading.known(docker(true, true, false, true));

      assertThat(immich().status("docker.rootless-groups")).isEqualTo(Status.FAIL);
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void desktopHasNoDeviceNodes() {
      machine.docker = Reading.known(docker(true, false, true, true));

      assertThat(immich().finding("docker.desktop-rocm").what()).contains("virtual machine");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void thatDoesNotRunIsStarted() {
      machine.docker = Reading.known(docker(false, false, false, true));

      assertThat(immich().finding("docker.running").remedy())
          .isEqualTo("sudo systemctl enable --now docker");
      assertThat(immich().verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void thatMayNotBeUsedIsJoined() {
      machine.docker = Reading.known(docker(true, false, false, false));

      assertThat(immich().finding("docker.access").remedy())
          .startsWith("sudo usermod -aG docker ada");
    }

    @Test
    void joinedOnDiskWantsANewLogin() {
      machine.docker = Reading.known(docker(true, false, false, false));
      machine.groupsOnDisk = Reading.known(Set.of(1000, 996, RENDER));

      assertThat(immich().finding("docker.access").remedy()).startsWith("Log out");
    }

    @Test
    void desktopUnderWslIsNotCuredByAnEngine() {
      machine.wsl = true;
      machine.docker = Reading.known(docker(true, false, true, true));

      assertThat(immich().finding("docker.desktop-rocm").remedy())
          .isEqualTo("Run it under Linux itself, or on the CPU here");
      assertThat(Examined.of(machine.build(), "ollama").finding("docker.desktop-rocm").remedy())
          .endsWith("or take Ollama for Windows");
    }

    @ParameterizedTest
    @CsvSource({"false, FAIL, BLOCKED", "true, PASS, READY"})
    void needsCompose(boolean there, Status status, Verdict verdict) {
      machine.docker =
          Reading.known(
              new Engines.Docker(
                  "/usr/bin/docker",
                  Reading.known("28.3.0"),
                  Reading.known(true),
                  Reading.known(false),
                  Reading.known(false),
                  Reading.known(Set.of("runc")),
                  Reading.known(true),
                  Reading.known(true),
                  Reading.known(there)));

      assertThat(immich().status("docker.compose")).isEqualTo(status);
      assertThat(immich().verdict()).isEqualTo(verdict);
    }

    @Test
    void desktopUnderWslHandsNvidiaOn() {
      machine.wsl = true;
      machine.docker = Reading.known(docker(true, false, true, true));
      machine.with(Gpus.wsl(Vendor.NVIDIA, Reading.known("/usr/lib/wsl/lib/libcuda.so.1")));

      assertThat(immich().status("docker.desktop-cuda")).isEqualTo(Status.PASS);
    }
  }

  @Nested
  class SelinuxEnforcing {
    SelinuxEnforcing() {
      machine.selinux = Selinux.ENFORCING;
      machine.with(open);
    }

    @Test
    void withTheBooleansOffWarns() {
      machine.booleans = Map.of("container_use_devices", false, "container_use_dri_devices", true);

      assertThat(immich().finding("selinux.container-use-devices").remedy())
          .startsWith("sudo setsebool -P container_use_devices 1")
          .contains("SecurityLabelDisable=true");
      assertThat(immich().finding("selinux.container-use-devices").what()).contains("/dev/kfd");
      assertThat(immich().examination().ready().getFirst().conditions())
          .containsExactly(
              new Examination.Condition(
                  Supervisor.QUADLET, "sudo setsebool -P container_use_devices 1"));
      assertThat(immich().status("selinux.container-use-dri-devices")).isEqualTo(Status.PASS);
    }

    @Test
    void withAllDevicesAllowedPasses() {
      machine.booleans = Map.of("container_use_devices", true);

      assertThat(immich().status("selinux.container-use-devices")).isEqualTo(Status.PASS);
      assertThat(immich().status("selinux.container-use-dri-devices")).isEqualTo(Status.PASS);
    }

    @Test
    void withUnreadBooleansIsSkipped() {
      assertThat(immich().status("selinux.container-use-devices")).isEqualTo(Status.SKIP);
    }

    @Test
    void permissiveSaysNothing() {
      machine.selinux = Selinux.PERMISSIVE;

      assertThat(immich().all("selinux.container-use-devices")).isEmpty();
    }
  }

  @Test
  void aClusterIsNotLookedInto() {
    machine.podman = Reading.unknown("no podman in PATH");
    machine.kubernetes = Reading.known("/usr/local/bin/k3s");
    machine.with(Gpus.phoenix());

    assertThat(immich().status("kubernetes.device-plugin")).isEqualTo(Status.SKIP);
    assertThat(immich().examination().ready().getFirst().supervisors())
        .isEqualTo(List.of(Supervisor.KUBERNETES));
  }

  @Test
  void whereDockerStandsInPodmanIsNotAskedFor() {
    machine.podman = Reading.unknown("no podman in PATH");
    machine.docker = Reading.known(Surveys.docker("runc"));

    assertThat(immich().finding("podman.present").remedy()).isEmpty();
  }

  @Test
  void thoseNamedForAServiceAreThoseThatWereLookedAt() {
    machine.podman = Reading.unknown("no podman in PATH");

    assertThat(immich().finding("machine.supervisor").evidence())
        .isEqualTo("it can be run by quadlet, compose; see their findings");
  }

  @Test
  void severalNvidiaGpusAreToldToImmich() {
    machine.docker = Reading.known(Surveys.docker("runc", "nvidia"));
    machine.with(
        Gpus.nvidia("8.9", "550.163.01"),
        Gpus.wsl(Vendor.NVIDIA, Reading.known("/usr/lib/wsl/lib/libcuda.so.1")));

    assertThat(immich().finding("cuda.several-devices").remedy())
        .contains("MACHINE_LEARNING_DEVICE_IDS=0,1", "MACHINE_LEARNING_WORKERS=2");
  }

  @Test
  void severalAmdGpusAreNotCoveredByImmichsDocs() {
    machine.with(
        Gpus.amd("pci-a", "gfx1100", Form.DISCRETE), Gpus.amd("pci-b", "gfx1100", Form.DISCRETE));

    assertThat(immich().status("rocm.several-devices")).isEqualTo(Status.SKIP);
    assertThat(Examined.of(machine.build(), "ollama").all("rocm.several-devices")).isEmpty();
  }

  @Test
  void theImageOfAHopelessBackendNeedsNoRoom() {
    machine.with(Gpus.polaris());

    assertThat(immich().all("rocm.disk")).isEmpty();
    assertThat(immich().all("cpu.disk")).hasSize(1);
  }

  @Test
  void tooLittleRoomIsCountedBeforeAnythingIsRemoved() {
    machine.freeBytes = 10 * Surveys.GIB;
    machine.with(Gpus.phoenix());

    Finding disk = immich().finding("rocm.disk");
    assertThat(disk.what()).contains("35.0 GiB, 25.0 GiB more than is free");
    assertThat(disk.remedy()).startsWith("podman system df  # ").doesNotContain("system prune");
  }

  @Test
  void anImageOfUnknownSizeIsNamedWithTheFreeRoom() {
    assertThat(Examined.of(machine.build(), "ollama").finding("cpu.disk").what())
        .isEqualTo("the size of the CPU image is not known; 200.0 GiB is free");
  }

  @Test
  void withNobodyToRunItAServiceIsBlocked() {
    machine.podman = Reading.unknown("no podman in PATH");

    assertThat(immich().finding("machine.supervisor").remedy())
        .isEqualTo("sudo apt install podman");
    assertThat(immich().verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(Examined.of(machine.build(), "hearth").verdict()).isEqualTo(Verdict.CPU_ONLY);
  }
}
