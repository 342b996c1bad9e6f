package dev.hearth.machine.host;

import static dev.hearth.machine.Reading.known;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HostProbeTest {
  private static <T> Reading<T> unknown(String reason) {
    return Reading.unknown(reason);
  }

  @Nested
  class DebianWithRootlessPodman {
    private final Host host = Hosts.read("debian-13-podman", HostProbe.Depth.QUICK);

    @Test
    void tellsKernelAndDistribution() {
      assertThat(host.system())
          .isEqualTo(
              new OperatingSystem(
                  known("6.12.48+deb13-amd64"),
                  known("x86_64"),
                  known("debian"),
                  List.of(),
                  known("13"),
                  known("Debian GNU/Linux 13 (trixie)"),
                  false,
                  unknown(
                      "it runs in none: neither /run/.containerenv nor /.dockerenv nor"
                          + " /run/systemd/container exists"),
                  unknown("it runs in none that firmware, clocks or CPU flags tell of")));
    }

    @Test
    void tellsProcessorAndMemory() {
      assertThat(host.processor().model())
          .isEqualTo(known("AMD Ryzen 7 7840HS w/ Radeon 780M Graphics"));
      assertThat(host.processor().threads()).isEqualTo(known(2));
      assertThat(host.processor().x86Level()).isEqualTo(OptionalInt.of(4));
      assertThat(host.processor().features()).contains("avx512_vnni").doesNotContain("fpu");
      assertThat(host.memory())
          .isEqualTo(
              new Memory(known(32_675_987_456L), known(28_672_000_000L), known(1_024_000_000L)));
    }

    @Test
    void seesThatTheRenderGroupNeedsANewLoginAndANewUserManager() {
      assertThat(host.account())
          .isEqualTo(
              new Account(
                  known(1000),
                  known("ada"),
                  known("/home/ada"),
                  known(Set.of(27, 44, 1000)),
                  known(Set.of(27, 44, 992, 1000)),
                  known(Set.of(27, 1000)),
                  List.of(
                      new Account.Group("video", 44),
                      new Account.Group("input", 104),
                      new Account.Group("render", 992))));
    }

    @Test
    void measuresEachPlaceOnTheDiskThatHoldsIt() {
      DiskSpace home = new DiskSpace(40_000_000_000L, 1_000_000_000_000L);
      DiskSpace system = new DiskSpace(120_000_000_000L, 500_000_000_000L);
      assertThat(host.disks().places())
          .containsExactly(
              place(
                  Disks.Purpose.PODMAN_ROOTLESS, "/home/ada/.local/share/containers/storage", home),
              place(Disks.Purpose.PODMAN_ROOTFUL, "/var/lib/containers/storage", system),
              place(Disks.Purpose.DOCKER, "/var/lib/docker", system),
              place(Disks.Purpose.HEARTH, "/home/ada/.cache/hearth", home),
              place(Disks.Purpose.OLLAMA, "/home/ada/.ollama/models", home));
    }

    private Disks.Place place(Disks.Purpose purpose, String path, DiskSpace space) {
      return new Disks.Place(purpose, path, known(space));
    }

    @Test
    void tellsRulesAndServices() {
      assertThat(host.security())
          .isEqualTo(new Security(Security.Selinux.DISABLED, Map.of(), known(true)));
      assertThat(host.services())
          .isEqualTo(new ServiceManagement(true, known(true), known(true), known(2)));
    }

    @Test
    void tellsOfPodmanWhatFilesTell() {
      assertThat(host.engines().podman())
          .isEqualTo(
              known(
                  new Engines.Podman(
                      "/usr/bin/podman",
                      unknown("/usr/bin/podman was not asked"),
                      known(true),
                      known("crun"),
                      known(true))));
      assertThat(host.engines().docker())
          .isEqualTo(unknown("docker is not where programs usually are"));
    }

    @Test
    void asksPodmanForItsVersionOnlyWhenThorough() {
      Host asked = Hosts.read("debian-13-podman", HostProbe.Depth.THOROUGH);

      assertThat(asked.engines().podman().map(Engines.Podman::version))
          .isEqualTo(known(known("5.4.2")));
    }

    @Test
    void runsNoProgramAndListsNoProcessesWhenQuick() {
      Machine machine = Hosts.named("debian-13-podman");

      HostProbe.read(machine, Hosts.noCdi(), Hosts.noVulkan());

      assertThat(machine.seen().outputs()).isEmpty();
      assertThat(machine.seen().listings()).doesNotContainKeys("/proc", "/dev", "/etc", "/usr/bin");
    }
  }

  @Nested
  class UbuntuWithDocker {
    private final Host host = Hosts.read("ubuntu-2404-docker", HostProbe.Depth.THOROUGH);

    @Test
    void isAKvmGuestWithAnOldProcessor() {
      assertThat(host.system().hypervisor()).isEqualTo(known("kvm"));
      assertThat(host.system().relatives()).containsExactly("debian");
      assertThat(host.processor().x86Level()).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void hasADockerThatThisUserMayNotUse() {
      assertThat(host.engines().docker())
          .isEqualTo(
              known(
                  new Engines.Docker(
                      "/usr/bin/docker",
                      known("28.5.1"),
                      known(true),
                      known(false),
                      known(false),
                      known(Set.of("nvidia", "runc")),
                      known(true),
                      known(false),
                      known(true))));
      assertThat(host.engines().nvidiaToolkit()).isEqualTo(known("/usr/bin/nvidia-ctk"));
    }

    @Test
    void keepsItsImagesWhereTheDaemonsSettingsSay() {
      assertThat(host.disks().of(Disks.Purpose.DOCKER))
          .contains(
              new Disks.Place(
                  Disks.Purpose.DOCKER,
                  "/srv/docker",
                  known(new DiskSpace(700_000_000_000L, 900_000_000_000L))));
    }

    @Test
    void knowsRuntimesWithoutAskingButNotTheVersion() {
      Optional<Engines.Docker> docker =
          Hosts.read("ubuntu-2404-docker", HostProbe.Depth.QUICK).engines().docker().asOptional();

      assertThat(docker.map(Engines.Docker::runtimes)).contains(known(Set.of("nvidia", "runc")));
      assertThat(docker.map(Engines.Docker::version))
          .contains(unknown("/usr/bin/docker was not asked"));
      assertThat(docker.map(Engines.Docker::cdi))
          .contains(unknown("/usr/bin/docker was not asked"));
    }
  }

  @Nested
  class FedoraWithSelinux {
    private final Host host = Hosts.read("fedora-43-selinux", HostProbe.Depth.THOROUGH);

    @Test
    void enforcesWithOneBooleanOn() {
      assertThat(host.security())
          .isEqualTo(
              new Security(
                  Security.Selinux.ENFORCING,
                  Map.of(
                      "container_use_devices", false,
                      "container_use_dri_devices", true,
                      "container_use_xserver_devices", false),
                  known(false)));
    }

    @Test
    void takesTheRuntimeAndTheStorageOfTheUsersOwnFiles() {
      assertThat(host.engines().podman().map(Engines.Podman::runtime))
          .isEqualTo(known(known("runc")));
      assertThat(host.disks().of(Disks.Purpose.PODMAN_ROOTLESS).map(Disks.Place::path))
          .contains("/home/ada/big/ada-1000");
    }

    @Test
    void hasNoRangesForRootlessContainers() {
      assertThat(host.engines().podman().map(Engines.Podman::subordinateIds))
          .isEqualTo(known(known(false)));
    }

    @Test
    void hasNoDockerButPodmanUnderItsName() {
      assertThat(host.engines().docker())
          .isEqualTo(unknown("/usr/bin/docker is Podman under another name"));
    }
  }

  @Nested
  class Arch {
    private final Host host = Hosts.read("arch", HostProbe.Depth.QUICK);

    @Test
    void rollsAndHasNoVersion() {
      assertThat(host.system().distribution()).isEqualTo(known("arch"));
      assertThat(host.system().version()).isEqualTo(unknown("/etc/os-release has no VERSION_ID"));
    }

    @Test
    void keepsModelsWhereTheDropInSays() {
      assertThat(host.disks().of(Disks.Purpose.OLLAMA))
          .contains(
              new Disks.Place(
                  Disks.Purpose.OLLAMA, "/mnt/my models", known(new DiskSpace(300, 400))));
    }

    @Test
    void hasNerdctlAlone() {
      assertThat(host.engines().nerdctl()).isEqualTo(known("/usr/bin/nerdctl"));
      assertThat(host.engines().kubernetes())
          .isEqualTo(unknown("none of k3s, rke2, k0s, microk8s, kubelet is here"));
    }

    @Test
    void tellsThatItCannotTellWhatIsMissing() {
      assertThat(host.memory().total()).isEqualTo(unknown("/proc/meminfo does not exist"));
      assertThat(host.processor().model()).isEqualTo(unknown("/proc/cpuinfo does not exist"));
      assertThat(host.security().apparmor().asOptional()).isEmpty();
      assertThat(host.services().cgroupVersion().asOptional()).isEmpty();
      assertThat(host.account().managerGroups().asOptional()).isEmpty();
    }
  }

  @Nested
  class Nixos {
    private final Host host = Hosts.read("nixos", HostProbe.Depth.QUICK);

    @Test
    void isReadThroughItsLinks() {
      assertThat(host.system().distribution()).isEqualTo(known("nixos"));
      assertThat(host.system().relatives()).isEmpty();
      assertThat(host.engines().podman().map(Engines.Podman::path))
          .isEqualTo(known("/run/current-system/sw/bin/podman"));
    }

    @Test
    void hasDockerAsAnotherNameOfPodman() {
      assertThat(host.engines().docker())
          .isEqualTo(unknown("/run/current-system/sw/bin/docker is Podman under another name"));
    }

    @Test
    void asRootHasNoRootlessStorage() {
      assertThat(host.account().isRoot()).isTrue();
      assertThat(host.disks().of(Disks.Purpose.PODMAN_ROOTLESS)).isEmpty();
      assertThat(host.engines().podman().map(Engines.Podman::rootless))
          .isEqualTo(known(known(false)));
    }
  }

  @Nested
  class Wsl2WithDockerDesktop {
    @Test
    void isAVirtualMachineOfMicrosoft() {
      OperatingSystem system = Hosts.read("wsl2-docker-desktop", HostProbe.Depth.QUICK).system();

      assertThat(system.wsl()).isTrue();
      assertThat(system.hypervisor()).isEqualTo(known("microsoft"));
      assertThat(system.architecture())
          .as("without /proc/sys/kernel/arch")
          .isEqualTo(known("x86_64"));
    }

    @Test
    void knowsDockerDesktopByItsFilesAndByItsWord() {
      for (HostProbe.Depth depth : HostProbe.Depth.values()) {
        Host host = Hosts.read("wsl2-docker-desktop", depth);
        assertThat(host.engines().docker().map(Engines.Docker::desktop))
            .isEqualTo(known(known(true)));
        assertThat(host.engines().docker().map(Engines.Docker::access))
            .isEqualTo(known(known(true)));
        assertThat(host.disks().of(Disks.Purpose.DOCKER)).as("its disk is elsewhere").isEmpty();
      }
    }
  }

  @Nested
  class RaspberryPi {
    private final Host host = Hosts.read("raspberry-pi-5", HostProbe.Depth.QUICK);

    @Test
    void namesItsCoresAndItsBoard() {
      assertThat(host.processor().model())
          .isEqualTo(known("Cortex-A76 (Raspberry Pi 5 Model B Rev 1.0)"));
      assertThat(host.processor().threads()).isEqualTo(known(2));
      assertThat(host.processor().features())
          .containsExactlyInAnyOrder("asimd", "asimddp", "asimdhp", "atomics");
      assertThat(host.processor().x86Level()).isEmpty();
    }

    @Test
    void isAarch64WithControlGroupsOfVersion1() {
      assertThat(host.system().architecture()).isEqualTo(known("aarch64"));
      assertThat(host.services())
          .isEqualTo(new ServiceManagement(true, known(false), known(false), known(1)));
    }
  }

  @Nested
  class ThisVeryMachine {
    private final Machine machine = new Machine(FileTree.live(new ProcessCommandRunner()));
    private final Host host =
        HostProbe.read(machine, HostProbe.Depth.THOROUGH, Hosts.noCdi(), Hosts.noVulkan());

    @Test
    void hasAKernelAProcessorAndMemory() {
      assertThat(host.system().kernel().asOptional()).isPresent();
      assertThat(host.system().architecture().asOptional()).isPresent();
      assertThat(host.processor().threads().orElse(0))
          .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
      assertThat(host.memory().total().orElse(0L))
          .isGreaterThanOrEqualTo(host.memory().available().orElse(0L))
          .isPositive();
    }

    @Test
    void hasAUserAndRoomOnItsDisks() {
      assertThat(host.account().uid().asOptional()).isPresent();
      assertThat(host.account().groupsNow().orElse(Set.of())).isNotEmpty();
      assertThat(host.disks().places())
          .isNotEmpty()
          .allSatisfy(place ->
              assertThat(place.space().asOptional())
                  .hasValueSatisfying(
                      space -> assertThat(space.freeBytes()).isBetween(0L, space.totalBytes())));
    }
  }
}
