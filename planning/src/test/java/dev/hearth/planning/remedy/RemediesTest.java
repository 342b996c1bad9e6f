package dev.hearth.planning.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Cdi;
import dev.hearth.machine.host.Disks;
import dev.hearth.machine.host.Engines;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.Memory;
import dev.hearth.machine.host.OperatingSystem;
import dev.hearth.machine.host.Processor;
import dev.hearth.machine.host.Security;
import dev.hearth.machine.host.ServiceManagement;
import dev.hearth.machine.host.VulkanDrivers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RemediesTest {
  private static <T> Reading<T> unread() {
    return Reading.unknown("not read");
  }

  private static Remedies on(String distribution, String... relatives) {
    return on(distribution, unread(), 1000, relatives);
  }

  private static Remedies on(
      String distribution, Reading<String> version, int uid, String... relatives) {
    return Remedies.on(
        new Host(
            new OperatingSystem(
                unread(),
                unread(),
                distribution.isEmpty() ? unread() : Reading.known(distribution),
                List.of(relatives),
                version,
                unread(),
                false,
                unread(),
                unread()),
            new Processor(unread(), unread(), Set.of()),
            new Memory(unread(), unread(), unread()),
            new Disks(List.of()),
            new Account(
                Reading.known(uid),
                Reading.known("ada"),
                unread(),
                unread(),
                unread(),
                unread(),
                List.of(new Account.Group("render", 992), new Account.Group("video", 44))),
            new Security(Security.Selinux.DISABLED, Map.of(), unread()),
            new Engines(unread(), unread(), unread(), unread(), unread()),
            new Cdi(List.of()),
            new ServiceManagement(true, unread(), unread(), unread()),
            new VulkanDrivers(unread(), List.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "debian,              sudo apt install crun",
    "ubuntu,              sudo apt install crun",
    "fedora,              sudo dnf install crun",
    "bazzite,             'rpm-ostree install crun  # then reboot'",
    "arch,                sudo pacman -S crun",
    "opensuse-tumbleweed, sudo zypper install crun",
    "alpine,              sudo apk add crun",
    "gentoo,              Install crun with your distribution's package manager",
  })
  void installInTheWordsOfTheDistribution(String distribution, String line) {
    assertThat(on(distribution).install(Software.CRUN)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "debian, 12,    'sudo apt install docker.io docker-compose  # this release''s Podman 4.3.1 is too old for Quadlet'",
    "debian, 13,    sudo apt install podman",
    "ubuntu, 20.04, 'sudo apt install docker.io docker-compose-v2  # this release has no Podman'",
    "ubuntu, 22.04, 'sudo apt install docker.io docker-compose-v2  # this release''s Podman 3.4.4 is too old for Quadlet'",
    "ubuntu, 24.04, sudo apt install podman",
  })
  void nameDockerWherePodmanIsTooOldForQuadlet(String distribution, String version, String line) {
    assertThat(on(distribution, Reading.known(version), 1000).install(Software.PODMAN))
        .isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "debian, docker-compose",
    "ubuntu, docker-compose-v2",
    "rocky,  docker-compose-plugin",
    "alpine, docker-cli-compose",
  })
  void nameComposeAsTheDistributionDoes(String distribution, String name) {
    assertThat(on(distribution, "rhel").install(Software.COMPOSE)).endsWith(" " + name);
  }

  @Test
  void areWithoutSudoForRoot() {
    Remedies root = on("debian", unread(), 0);
    assertThat(root.install(Software.CRUN)).isEqualTo("apt install crun");
    assertThat(root.setBoolean("b")).isEqualTo("setsebool -P b 1");
    assertThat(root.giveToGroup("kfd", "kfd", "render"))
        .contains("| tee /etc/udev/rules.d/70-hearth-kfd.rules && udevadm control");
  }

  @Test
  void canBePastedWithWhatComesAfterwardsAsAComment() {
    assertThat(on("ubuntu").nvidiaDriver()).isEqualTo("sudo ubuntu-drivers install  # then reboot");
    assertThat(on("debian").nvidiaDriver())
        .isEqualTo("sudo apt install nvidia-driver  # from the non-free component; then reboot");
    assertThat(Remedies.command("a b  # then c")).isEqualTo("a b");
    assertThat(Remedies.command("a b")).isEqualTo("a b");
  }

  @Test
  void installOnNixosByConfiguration() {
    assertThat(on("nixos").install(Software.NVIDIA_TOOLKIT))
        .contains("hardware.nvidia-container-toolkit.enable = true;", "nixos-rebuild switch");
  }

  @Test
  void installOnSteamOsAfterOpeningItsDisk() {
    assertThat(on("steamos", "arch").install(Software.CRUN))
        .isEqualTo("sudo steamos-readonly disable && sudo pacman -S crun");
  }

  @ParameterizedTest
  @CsvSource({
    "linuxmint, 'ubuntu debian', APT",
    "rocky, 'rhel centos fedora', DNF",
    "manjaro, arch, PACMAN",
    "'', '', OTHER"
  })
  void knowADistributionByItsRelatives(String distribution, String relatives, Packaging packaging) {
    assertThat(
            Packaging.of(
                new OperatingSystem(
                    unread(),
                    unread(),
                    Reading.known(distribution),
                    List.of(relatives.split(" ")),
                    unread(),
                    unread(),
                    false,
                    unread(),
                    unread())))
        .isEqualTo(packaging);
  }

  @ParameterizedTest
  @CsvSource({
    "debian, 'sudo usermod -aG video,render ada  # then log out and in again'",
    "alpine, 'sudo addgroup ada video && sudo addgroup ada render  # then log out and in again'",
  })
  void joinTheGroupsOfTheNodes(String distribution, String line) {
    assertThat(on(distribution).join(List.of(44, 992))).isEqualTo(line);
  }

  @Test
  void joinGroupsOnNixosByConfiguration() {
    assertThat(on("nixos").join(List.of(44, 992)))
        .contains("users.users.ada.extraGroups = [ \"video\" \"render\" ];");
  }

  @ParameterizedTest
  @EnumSource(Software.class)
  void neverNameNothing(Software software) {
    for (String distribution :
        List.of("debian", "fedora", "arch", "opensuse", "nixos", "alpine", "")) {
      assertThat(on(distribution).install(software)).isNotBlank().doesNotContain("install  ");
    }
  }

  @Test
  void sayThatNvidiasDriverIsNotForAlpine() {
    assertThat(on("alpine").nvidiaDriver()).contains("does not have it");
  }
}
