package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.capture.CaptureWriter;
import dev.hearth.machine.capture.CapturedTree;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MachinesTest {
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^(file|dir|link|char|denied|other|error) (/\\S+)");
  private static final Pattern DISK_OF_MACHINE = Pattern.compile("(?m)^disk / \\d+ \\d+$");

  static List<String> names() {
    return Machines.names();
  }

  @Test
  void thereIsOneForEachKindOfMachineThatHearthMustKnow() {
    assertThat(names())
        .contains("780m-32gb", "780m-no-permission", "780m-stale-manager", "selinux-780m")
        .contains("wx-4100", "steam-deck", "rx-6600", "rx-7900", "strix-halo", "xdna-npu")
        .contains("dual-mi50-dual-a2", "mi210", "mi300x-cpx", "old-kernel-mi25")
        .contains("rtx-4090", "gt-710", "gt-710-legacy", "stale-cdi", "nvidia-nodes-missing")
        .contains("a100-mig", "jetson-orin", "wsl2-nvidia", "wsl2-docker-desktop-amd")
        .contains("intel-arc-xe", "intel-arc-a770-i915", "n100-igpu", "meteor-lake-npu")
        .contains("rk3588-vendor", "rk3588-mainline", "mali-vendor", "mali-panthor")
        .contains("mali-panfrost", "raspberry-pi-5", "vm-without-any", "vfio-passthrough");
  }

  @ParameterizedTest
  @MethodSource("dev.hearth.machine.MachinesTest#names")
  void eachSaysWhatItIsOnWhatFactsItStandsAndWhatIsExpected(String name) {
    List<String> remarks =
        Machines.text(name).lines().skip(1).takeWhile(line -> line.startsWith("#")).toList();
    assertThat(remarks).anyMatch(line -> line.startsWith("# Facts: "));
    assertThat(remarks).anyMatch(line -> line.startsWith("# Expect of detect: "));
    assertThat(remarks).anyMatch(line -> line.startsWith("# Expect of "));
  }

  @ParameterizedTest
  @MethodSource("dev.hearth.machine.MachinesTest#names")
  void eachTellsTheRoomOnItsDisk(String name) {
    assertThat(DISK_OF_MACHINE.matcher(Machines.text(name)).find()).isTrue();
    assertThat(Machines.of(name).disk("/home/person/none").asOptional()).isPresent();
  }

  @Nested
  class WrittenAgain {
    @ParameterizedTest
    @MethodSource("dev.hearth.machine.MachinesTest#names")
    void isTheSameMachine(String name) {
      Machine machine = Machines.of(name);
      Map<String, String> answers = Wholly.read(machine);
      String written = CaptureWriter.write(machine, List.of());
      Machine again = machine(written);
      assertThat(Wholly.read(again)).isEqualTo(answers);
      assertThat(CaptureWriter.write(again, List.of())).isEqualTo(written);
    }

    private Machine machine(String text) {
      return switch (CapturedTree.parse(text)) {
        case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
        case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
      };
    }
  }

  @Nested
  class ItsLinks {
    @ParameterizedTest
    @MethodSource("dev.hearth.machine.MachinesTest#names")
    void allLeadSomewhere(String name) {
      Machine machine = Machines.of(name);
      assertThat(Wholly.read(machine).keySet()).filteredOn(path -> !machine.exists(path)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.hearth.machine.MachinesTest#names")
    void hideNoEntryBehindThem(String name) {
      Machine machine = Machines.of(name);
      Matcher entries = ENTRY.matcher(Machines.text(name));
      while (entries.find()) {
        String folder = entries.group(2).substring(0, entries.group(2).lastIndexOf('/'));
        assertThat(machine.realPath(folder.isEmpty() ? "/" : folder))
            .as(entries.group())
            .isEqualTo(Reading.known(folder.isEmpty() ? "/" : folder));
      }
    }
  }

  @Nested
  class ItsModes {
    @ParameterizedTest
    @MethodSource("dev.hearth.machine.MachinesTest#names")
    void areThoseOfKernelFilesUnderSysAndProc(String name) {
      eachStatus(
          name,
          (path, status) -> {
            if (path.startsWith("/sys/") || path.startsWith("/proc/")) {
              int forbidden = status.kind() == FileStatus.Kind.DIRECTORY ? 07022 : 07133;
              assertThat(status.mode() & forbidden).as(path + " " + status.octal()).isZero();
            }
          });
    }

    @ParameterizedTest
    @MethodSource("dev.hearth.machine.MachinesTest#names")
    void areThoseOfDeviceNodesUnderDev(String name) {
      eachStatus(
          name,
          (path, status) -> {
            boolean node = status.kind() == FileStatus.Kind.CHARACTER_DEVICE;
            assertThat(node).as(path).isEqualTo(path.startsWith("/dev/") && !folder(status));
            if (node) {
              assertThat(status.mode() & 07111).as(path + " " + status.octal()).isZero();
              assertThat(status.uid()).as(path).isZero();
            }
          });
    }

    @ParameterizedTest
    @MethodSource("dev.hearth.machine.MachinesTest#names")
    void nameOnlyGroupsThatTheMachineHas(String name) {
      String groups = Machines.of(name).text("/etc/group").orElse("");
      eachStatus(
          name,
          (path, status) ->
              assertThat(groups).as(path).containsPattern("(?m)^[^:]+:x:" + status.gid() + ":"));
    }

    private boolean folder(FileStatus status) {
      return status.kind() == FileStatus.Kind.DIRECTORY;
    }

    private void eachStatus(String name, Judge judge) {
      Machine machine = Machines.of(name);
      for (String path : Wholly.read(machine).keySet()) {
        if (machine.target(path) instanceof Reading.Unknown
            && machine.status(path) instanceof Reading.Known<FileStatus>(FileStatus status)) {
          judge.judge(path, status);
        }
      }
    }
  }

  private interface Judge {
    void judge(String path, FileStatus status);
  }
}
