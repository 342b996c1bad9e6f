package dev.hearth.machine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SystemFilesTest {
  @Nested
  class OsReleaseFile {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "X=plain | plain",
          "X=\"two words\" | two words",
          "X='it $costs \\ 5' | it $costs \\ 5",
          "X=\"a \\\"quote\\\", \\$5 and \\`\" | a \"quote\", $5 and `",
          "X=\"a \\n stays\" | a \\n stays",
          "X=a\\ b | a b",
          "X=\"never closed | never closed",
          "  X=indented | indented"
        })
    void isReadAsAShellWould(String line, String value) {
      assertThat(OsRelease.parse(line, "f").value("X")).isEqualTo(Reading.known(value));
    }

    @Test
    void hasNoValueWhereItIsEmptyOrCommentedOut() {
      OsRelease release = OsRelease.parse("# ID=a\nID_LIKE=\"\"\n=b\nVERSION_ID", "f");

      assertThat(release.value("ID")).isEqualTo(Reading.unknown("f has no ID"));
      assertThat(release.value("VERSION_ID").asOptional()).isEmpty();
      assertThat(release.words("ID_LIKE")).isEmpty();
    }

    @Test
    void hasRelativesInOrder() {
      assertThat(OsRelease.parse("ID_LIKE=\"rhel centos  fedora\"", "f").words("ID_LIKE"))
          .isEqualTo(List.of("rhel", "centos", "fedora"));
    }

    @Test
    void isLookedForInUsrToo() {
      OperatingSystem system =
          OperatingSystems.read(
              Hosts.of("file /usr/lib/os-release\n  ID=alpine\n"), CpuInfo.parse(new byte[0]));

      assertThat(system.distribution()).isEqualTo(Reading.known("alpine"));
    }
  }

  @Test
  void theKernelsReleaseIsInProcVersionToo() {
    assertThat(OperatingSystems.parseKernel("Linux version 6.1.0-rpi7 (a@b) (gcc) #1"))
        .isEqualTo(Reading.known("6.1.0-rpi7"));
    assertThat(OperatingSystems.parseKernel("FreeBSD 14").asOptional()).isEmpty();
  }

  @Nested
  class Meminfo {
    @Test
    void countsInKibibytes() {
      assertThat(Memories.parse("MemTotal:       16 kB\nMemAvailable: 8 kB\nSwapTotal:  0 kB"))
          .isEqualTo(new Memory(Reading.known(16_384L), Reading.known(8_192L), Reading.known(0L)));
    }

    @Test
    void ofAnOldKernelDoesNotTellWhatIsAvailable() {
      assertThat(Memories.parse("MemTotal: 16 kB\nMemFree: 8 kB\n").available())
          .isEqualTo(Reading.unknown("/proc/meminfo has no MemAvailable"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "MemTotal:",
          "MemTotal: kB",
          "MemTotal: -5 kB",
          "MemTotal: 18446744073709551615 kB",
          "MemTotal: 9223372036854775807 kB",
          "SwapMemTotal: 5 kB"
        })
    void thatIsSpoiltIsUnknown(String text) {
      assertThat(Memories.parse(text).total().asOptional()).isEmpty();
    }
  }

  @Nested
  class Container {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "file /run/.containerenv | podman",
          "file /.dockerenv | docker",
          "dir /run/secrets/kubernetes.io | kubernetes"
        })
    void isToldByAFile(String entry, String name) {
      assertThat(Virtualization.container(Hosts.of(entry + "\n"))).isEqualTo(Reading.known(name));
    }

    @Test
    void isNamedBySystemd() {
      assertThat(Virtualization.container(Hosts.of("file /run/systemd/container\n  lxc\n")))
          .isEqualTo(Reading.known("lxc"));
    }
  }

  @Nested
  class Hypervisor {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        nullValues = "-",
        value = {
          // vendor | product | flag | clocks | what it is
          "QEMU | Standard PC (i440FX + PIIX, 1996) | hypervisor | kvm-clock tsc | kvm",
          "QEMU | Standard PC (i440FX + PIIX, 1996) | hypervisor | tsc | qemu",
          "VMware, Inc. | VMware7,1 | hypervisor | tsc | vmware",
          "innotek GmbH | VirtualBox | hypervisor | tsc | oracle",
          "Microsoft Corporation | Virtual Machine | hypervisor | hyperv_clocksource_tsc_page | microsoft",
          "Microsoft Corporation | Surface Laptop 5 | fpu | tsc | -",
          "Amazon EC2 | g5.xlarge | hypervisor | kvm-clock tsc | amazon",
          "Amazon EC2 | g5g.metal | fpu | tsc | -",
          "Google | Google Compute Engine | hypervisor | kvm-clock tsc | google",
          "Xen | HVM domU | hypervisor | xen tsc | xen",
          "ASUSTeK COMPUTER INC. | PN53 | fpu | tsc hpet | -",
          "Hetzner | vServer | hypervisor | kvm-clock tsc | kvm",
          "none | none | hypervisor | tsc | unnamed"
        })
    void isToldByFirmwareClockAndFlag(
        String vendor, String product, String flag, String clocks, String name) {
      String entries =
          String.join(
              "\n",
              "file /sys/class/dmi/id/sys_vendor",
              "  " + vendor,
              "file /sys/class/dmi/id/product_name",
              "  " + product,
              "file /sys/devices/system/clocksource/clocksource0/available_clocksource",
              "  " + clocks,
              "");
      CpuInfo cpu = CpuInfo.parse(("flags : " + flag).getBytes(StandardCharsets.UTF_8));

      assertThat(Virtualization.hypervisor(Hosts.of(entries), cpu, false).asOptional())
          .isEqualTo(Optional.ofNullable(name));
    }

    @Test
    void isToldByTheClockInUseWhereTheOfferedOnesAreNotRead() {
      String entries =
          "file /sys/devices/system/clocksource/clocksource0/current_clocksource\n  kvm-clock\n";

      assertThat(Virtualization.hypervisor(Hosts.of(entries), CpuInfo.parse(new byte[0]), false))
          .isEqualTo(Reading.known("kvm"));
    }

    @Test
    void isNotXensOwnFirstDomain() {
      String type = "file /sys/hypervisor/type\n  xen\n";
      CpuInfo cpu = CpuInfo.parse(new byte[0]);

      assertThat(Virtualization.hypervisor(Hosts.of(type), cpu, false))
          .isEqualTo(Reading.known("xen"));
      assertThat(
              Virtualization.hypervisor(
                      Hosts.of(type + "file /proc/xen/capabilities\n  control_d\n"), cpu, false)
                  .asOptional())
          .isEmpty();
    }
  }

  @Nested
  class ControlGroups {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "file /sys/fs/cgroup/cgroup.controllers | 2",
          "dir /sys/fs/cgroup/memory | 1",
          "dir /sys/fs/cgroup/systemd | 1"
        })
    void areOfAVersion(String entry, int version) {
      Account nobody = Accounts.read(Hosts.of(""));

      assertThat(Services.read(Hosts.of(entry + "\n"), nobody).cgroupVersion())
          .isEqualTo(Reading.known(version));
    }
  }

  @Nested
  class Apparmor {
    @Test
    void isAbsentWhereTheKernelHasNoSuchModule() {
      assertThat(SecurityRules.read(Hosts.of("dir /sys/module/kernel\n")).apparmor())
          .isEqualTo(Reading.known(false));
    }

    @Test
    void isUnknownWhereTheFileIsClosed() {
      String entry = "denied /sys/module/apparmor/parameters/enabled\n";
      assertThat(SecurityRules.read(Hosts.of(entry)).apparmor().asOptional()).isEmpty();
    }
  }

  @Test
  void selinuxMayOnlyWarn() {
    assertThat(SecurityRules.read(Hosts.of("file /sys/fs/selinux/enforce\n  0\\\n")).selinux())
        .isEqualTo(Security.Selinux.PERMISSIVE);
  }
}
