package dev.hearth.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapturedTreeTest {
  private static Machine machine(String entries) {
    return switch (CapturedTree.parse(Capture.FIRST_LINE + "\n" + entries)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static String unknown(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known: " + reading;
  }

  @Nested
  class AFile {
    @Test
    void isReadWithItsLines() {
      Machine machine = machine("file /proc/version\n  Linux\n  \n  6.12\n");
      assertThat(machine.text("/proc/version")).isEqualTo(Reading.known("Linux\n\n6.12"));
    }

    @Test
    void mayHoldBytesThatAreNoText() {
      Machine machine = machine("file /c\n  a\\0b\\xff\\\\n\\\n");
      assertThat(machine.bytes("/c").asOptional())
          .contains(new byte[] {'a', 0, 'b', (byte) 0xff, '\\', 'n'});
    }

    @Test
    void thatIsAbsentIsUnknownAndNamesThePath() {
      assertThat(unknown(machine("").number("/sys/none"))).isEqualTo("/sys/none does not exist");
    }

    @Test
    void thatWasDeniedIsThereAndUnknown() {
      Machine machine = machine("denied /sys/kernel/debug/rknpu/version\n");
      assertThat(machine.exists("/sys/kernel/debug/rknpu/version")).isTrue();
      assertThat(unknown(machine.text("/sys/kernel/debug/rknpu/version")))
          .isEqualTo("/sys/kernel/debug/rknpu/version may not be read by this user");
    }

    @Test
    void thatIsAFolderIsNoNumber() {
      assertThat(unknown(machine("dir /sys/vendor\n").number("/sys/vendor")))
          .isEqualTo("/sys/vendor is not a file");
    }
  }

  @Nested
  class ALink {
    private final Machine machine =
        machine(
            """
            link /sys/class/drm/renderD128 -> ../../devices/pci0000:00/0000:c4:00.0/drm/renderD128
            link /sys/devices/pci0000:00/0000:c4:00.0/drm/renderD128/device -> ../../../0000:c4:00.0
            file /sys/devices/pci0000:00/0000:c4:00.0/vendor
              0x1002
            link /loop/a -> b
            link /loop/b -> a
            link /out -> ../../../etc/passwd
            """);

    @Test
    void inTheMiddleOfAPathIsFollowed() {
      assertThat(machine.number("/sys/class/drm/renderD128/device/vendor"))
          .isEqualTo(Reading.known(0x1002L));
    }

    @Test
    void tellsItsTargetAndTheRealPath() {
      assertThat(machine.targetName("/sys/class/drm/renderD128/device"))
          .isEqualTo(Reading.known("0000:c4:00.0"));
      assertThat(machine.realPath("/sys/class/drm/renderD128/device"))
          .isEqualTo(Reading.known("/sys/devices/pci0000:00/0000:c4:00.0"));
    }

    @Test
    void thatRunsInACircleIsUnknown() {
      assertThat(unknown(machine.text("/loop/a"))).isEqualTo("/loop/a follows too many links");
    }

    @Test
    void neverLeavesTheRoot() {
      assertThat(machine.realPath("/out")).isEqualTo(Reading.known("/etc/passwd"));
    }

    @Test
    void isListedInItsFolder() {
      assertThat(machine.names("/sys/class/drm").orElse(java.util.List.of()))
          .containsExactly("renderD128");
    }
  }

  @Nested
  class ADeviceNode {
    private static final String USER = "file /proc/self/status\n  Uid:\t1000\n  Groups:\t44 992\n";

    @Test
    void saysWhatTheCapturingUserCouldDo() {
      assertThat(machine("char /dev/kfd 0660 0:992 r-\n").access("/dev/kfd"))
          .isEqualTo(Reading.known(new Access(true, false)));
    }

    @Test
    void isJudgedByModeAndGroupsWhereTheCaptureDoesNotSay() {
      Machine machine = machine(USER + "char /dev/kfd 0660 0:992\nchar /dev/x 0660 0:109\n");
      assertThat(machine.access("/dev/kfd")).isEqualTo(Reading.known(new Access(true, true)));
      assertThat(machine.access("/dev/x")).isEqualTo(Reading.known(new Access(false, false)));
    }

    @Test
    void isOpenToRoot() {
      assertThat(machine("char /dev/kfd 0600 0:0\n").access("/dev/kfd"))
          .isEqualTo(Reading.known(new Access(true, true)));
    }
  }

  @Test
  void theDiskOfAPathIsThatOfTheNearestFolderNamed() {
    Machine machine = machine("disk / 1 2\ndisk /home 3 4\n");
    assertThat(machine.disk("/home/user/.cache")).isEqualTo(Reading.known(new DiskSpace(3, 4)));
    assertThat(machine.disk("/var")).isEqualTo(Reading.known(new DiskSpace(1, 2)));
  }

  @Test
  void aProgramPrintsWhatItPrintedThen() {
    Machine machine = machine("run 0 podman --version\n  podman version 5.4.2\n");
    assertThat(machine.output("podman", "--version").map(ran -> ran.stdout()))
        .isEqualTo(Reading.known("podman version 5.4.2\n"));
    assertThat(unknown(machine.output("docker", "--version")))
        .isEqualTo("the capture does not hold what docker --version prints");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fiel /x",
        "file x",
        "link /a -> ",
        "char /dev/x 0660 0",
        "char /dev/x 0660 0:1 yes",
        "disk /",
        "run x y",
        "file /a\nfile /a",
        "file /a 9999 0:0"
      })
  void aBrokenLineIsNamed(String line) {
    assertThat(unknown(CapturedTree.parse(Capture.FIRST_LINE + "\n\n" + line)))
        .startsWith("line " + (line.contains("\n") ? 4 : 3) + ": ");
  }

  @Test
  void noTextMakesTheParserThrow() {
    Random random = new Random(7);
    String[] pieces = {
      "file ",
      "/a",
      "/b/c",
      " 0660 0:44",
      "\n",
      "  ",
      "link ",
      " -> ",
      "char ",
      "\\",
      "\\x",
      "disk ",
      "run 0 ",
      "denied ",
      "\0",
      "é",
      "error ",
      "9",
      "dir ",
      "#",
      "..",
      "//"
    };
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder(Capture.FIRST_LINE).append('\n');
      for (int piece = random.nextInt(30); piece > 0; piece--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      CapturedTree.parse(text.toString())
          .map(Machine::new)
          .asOptional()
          .ifPresent(machine -> {
            var _ = machine.names("/");
            var _ = machine.bytes("/a/b/../c");
            var _ = machine.access("/b/c");
          });
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      var _ =
          CapturedTree.parse(
              Capture.FIRST_LINE + "\n" + new String(noise, StandardCharsets.ISO_8859_1));
    }
  }
}
