package dev.hearth.machine.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters of the whole computer. Source of the forms: proc_stat(5), the kernel's hwmon/sysfs. */
class MachineLoadTest {
  @TempDir Path root;

  private Machine machine() {
    return new Machine(FileTree.under(root));
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void isTheShareOfTimeThatWasNotIdle() throws IOException {
    file("proc/stat", "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
    MachineLoad.Ticks before = MachineLoad.read(machine()).ticks().asOptional().orElseThrow();
    file("proc/stat", "cpu  120 0 105 760 115 0 0 0 70 0\n");
    MachineLoad.Ticks after = MachineLoad.read(machine()).ticks().asOptional().orElseThrow();

    assertThat(before).isEqualTo(new MachineLoad.Ticks(200, 1000));
    assertThat(after.shareSince(before)).hasValue(0.25);
    assertThat(after.shareSince(after)).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void isNotGuessedFromWhatIsNoStatistic() throws IOException {
    assertThat(MachineLoad.read(machine()).ticks()).isInstanceOf(Reading.Unknown.class);
    file("proc/stat", "cpu  100 x 100 700 100 0 0 0 50 0\n");
    assertThat(MachineLoad.read(machine()).ticks()).isInstanceOf(Reading.Unknown.class);
    file("proc/stat", "cpu  1 2 3\n");
    assertThat(MachineLoad.read(machine()).ticks()).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void tellsMemoryInBytes() throws IOException {
    file("proc/meminfo", "MemTotal:       16000000 kB\nMemAvailable:    9000000 kB\n");
    file("proc/self/status", "Name:\tjava\nVmRSS:\t  300000 kB\n");
    MachineLoad load = MachineLoad.read(machine());

    assertThat(load.memoryAvailable()).isEqualTo(Reading.known(9_000_000L << 10));
    assertThat(load.ownResident()).isEqualTo(Reading.known(300_000L << 10));
  }

  @Test
  void tellsHowWarmADeviceIsWhereASensorSaysWhatCanBe() throws IOException {
    PciAddress address = PciAddress.parse("0000:c4:00.0").orElseThrow();
    String sensors = "sys/bus/pci/devices/0000:c4:00.0/hwmon/";
    file(sensors + "hwmon3/temp1_input", "61000\n");

    assertThat(DeviceHeat.celsius(machine(), address)).isEqualTo(Reading.known(61.0));
    file(sensors + "hwmon3/temp1_input", "-273000\n");
    assertThat(DeviceHeat.celsius(machine(), address)).isInstanceOf(Reading.Unknown.class);
  }
}
