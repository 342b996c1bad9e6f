package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MalformedMachineTest {
  @TempDir Path root;

  private static List<String> paths() {
    return MalformedMachine.READ.stream().map(file -> "/" + file).toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = MalformedMachine.class,
      names = {"LOOPS", "FOLDERS_FOR_FILES", "HUGE"})
  void tellsNoContentAndWhyNot(MalformedMachine kind) throws IOException {
    Machine machine = kind.in(root);
    assertThat(paths())
        .allSatisfy(path ->
            assertThat(machine.bytes(path))
                .isInstanceOfSatisfying(
                    Reading.Unknown.class, unknown -> assertThat(unknown.reason()).contains(path)));
  }

  @ParameterizedTest
  @EnumSource(MalformedMachine.class)
  void tellsNoNumber(MalformedMachine kind) throws IOException {
    Machine machine = kind.in(root);
    assertThat(paths())
        .allSatisfy(path -> assertThat(machine.number(path)).isInstanceOf(Reading.Unknown.class));
  }

  @ParameterizedTest
  @EnumSource(MalformedMachine.class)
  void isWalkedToItsEnd(MalformedMachine kind) throws IOException {
    Machine machine = kind.in(root);
    assertThatCode(() -> Wholly.read(machine)).doesNotThrowAnyException();
  }

  @Test
  void withLoopsHasNoRealPathsThere() throws IOException {
    Machine machine = MalformedMachine.LOOPS.in(root);
    assertThat(machine.realPath("/sys/bus/pci/devices/0000:02:00.0"))
        .isInstanceOf(Reading.Unknown.class);
    assertThat(machine.exists("/sys/bus/pci/devices/0000:02:00.0/vendor")).isFalse();
    assertThat(machine.names("/sys/class/drm/renderD129")).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void withGarbageGivesItsBytesAsTheyAre() throws IOException {
    Machine machine = MalformedMachine.GARBAGE.in(root);
    assertThat(machine.bytes("/proc/version").map(bytes -> bytes.length))
        .isEqualTo(Reading.known(8192));
  }
}
