package dev.hearth.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureWriterTest {
  @TempDir Path root;

  private Machine machine() {
    return new Machine(FileTree.under(root));
  }

  @BeforeEach
  void aMachineWithOneGpu() throws IOException {
    Path device = root.resolve("sys/devices/pci0000:00/0000:c4:00.0");
    Files.createDirectories(device.resolve("drm/renderD128"));
    Files.createDirectories(root.resolve("sys/class/drm"));
    Files.writeString(device.resolve("vendor"), "0x1002\n");
    Files.writeString(device.resolve("device"), "0x15bf\n");
    Files.write(device.resolve("blob"), new byte[] {0, 'a', (byte) 0xfe, '\\', '\n', '\n', 'b'});
    Files.createSymbolicLink(device.resolve("drm/renderD128/device"), Path.of("../../"));
    Files.createSymbolicLink(
        root.resolve("sys/class/drm/renderD128"),
        Path.of("../../devices/pci0000:00/0000:c4:00.0/drm/renderD128"));
  }

  private static Machine read(String capture) {
    return switch (CapturedTree.parse(capture)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void whatWasReadThroughLinksIsReadTheSameWayFromTheCapture() {
    Machine original = machine();
    assertThat(original.namesOrNone("/sys/class/drm")).containsExactly("renderD128");
    assertThat(original.text("/sys/class/drm/renderD128/device/vendor"))
        .isEqualTo(Reading.known("0x1002"));
    byte[] blob = original.bytes("/sys/class/drm/renderD128/device/blob").orElse(new byte[0]);

    Machine captured = read(CaptureWriter.write(original, List.of("one GPU")));

    assertThat(captured.namesOrNone("/sys/class/drm")).containsExactly("renderD128");
    assertThat(captured.text("/sys/class/drm/renderD128/device/vendor"))
        .isEqualTo(Reading.known("0x1002"));
    assertThat(captured.text("/sys/devices/pci0000:00/0000:c4:00.0/vendor"))
        .isEqualTo(Reading.known("0x1002"));
    assertThat(captured.bytes("/sys/class/drm/renderD128/device/blob").asOptional()).contains(blob);
  }

  @Test
  void whatWasNotLookedAtIsNotInIt() {
    Machine original = machine();
    var _ = original.text("/sys/devices/pci0000:00/0000:c4:00.0/vendor");
    assertThat(CaptureWriter.write(original, List.of())).doesNotContain("0x15bf");
  }

  @Test
  void aListedFileThatWasNotReadSaysSo() {
    Machine original = machine();
    var _ = original.names("/sys/devices/pci0000:00/0000:c4:00.0");
    Machine captured = read(CaptureWriter.write(original, List.of()));
    assertThat(captured.text("/sys/devices/pci0000:00/0000:c4:00.0/device"))
        .isEqualTo(Reading.unknown("/sys/devices/pci0000:00/0000:c4:00.0/device was not captured"));
  }

  @Test
  void aCaptureOfACaptureIsTheSame() {
    Machine original = machine();
    ask(original);
    String first = CaptureWriter.write(original, List.of());
    Machine again = read(first);
    ask(again);
    assertThat(CaptureWriter.write(again, List.of())).isEqualTo(first);
  }

  private static void ask(Machine machine) {
    machine
        .namesOrNone("/sys/class/drm")
        .forEach(name -> machine.bytes("/sys/class/drm/" + name + "/device/blob"));
    var _ = machine.names("/sys/devices/pci0000:00");
    var _ = machine.exists("/dev/kfd");
    var _ = machine.text("/sys/devices");
  }
}
