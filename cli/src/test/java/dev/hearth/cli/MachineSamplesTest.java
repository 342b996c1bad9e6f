package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.server.api.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page is told of the machine. */
class MachineSamplesTest {
  private static final Path APU =
      Path.of("..", "machine", "src", "test", "resources", "machines", "780m-32gb.txt");
  private static final String DEVICE = "sys/bus/pci/devices/";

  @TempDir Path root;
  private final AtomicLong nanos = new AtomicLong();

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private MachineSamples samples() {
    Machine captured = Roots.open(APU);
    return new MachineSamples(
        () -> new Machine(FileTree.under(root)),
        () -> Looking.quick(captured, false),
        NvmlUsage.absent("no NVIDIA here"),
        nanos::get);
  }

  @Test
  void changesAsTheCountersDo() throws IOException {
    MachineSamples samples = samples();
    String device =
        DEVICE + samples.now().accelerators().getFirst().id().substring("pci-".length());
    nanos.addAndGet(1_000_000_000);
    file("proc/stat", "cpu  100 0 100 700 100 0 0 0 0 0\n");
    file(device + "/power/runtime_status", "active\n");
    file(device + "/gpu_busy_percent", "7\n");
    file(device + "/hwmon/hwmon2/power1_average", "18500000\n");
    file(device + "/hwmon/hwmon2/temp1_input", "61000\n");
    file(device + "/hwmon/hwmon2/freq1_input", "2700000000\n");
    Samples.Sample first = samples.now();
    file("proc/stat", "cpu  150 0 100 750 100 0 0 0 0 0\n");
    file(device + "/gpu_busy_percent", "93\n");
    nanos.addAndGet(1_000_000_000);
    Samples.Sample second = samples.now();

    assertThat(first.cpuShare()).isEmpty();
    assertThat(first.accelerators().getFirst().busyShare()).hasValue(0.07);
    assertThat(second.cpuShare()).hasValue(0.5);
    assertThat(second.accelerators().getFirst().busyShare()).hasValue(0.93);
    assertThat(second.accelerators().getFirst().sensors().watts()).hasValue(18.5);
    assertThat(second.accelerators().getFirst().sensors().celsius()).hasValue(61);
    assertThat(second.accelerators().getFirst().sensors().coreHertz()).hasValue(2_700_000_000L);
    assertThat(second.accelerators().getFirst().shared().total()).isPresent();
  }

  @Test
  void isNotLookedAtTwiceInOneMoment() {
    MachineSamples samples = samples();

    assertThat(samples.now()).isSameAs(samples.now());
  }

  @Test
  void leavesADeviceAsleep() throws IOException {
    MachineSamples samples = samples();
    String device =
        DEVICE + samples.now().accelerators().getFirst().id().substring("pci-".length());
    file(device + "/power/runtime_status", "suspended\n");
    file(device + "/gpu_busy_percent", "7\n");
    file(device + "/hwmon/hwmon2/temp1_input", "61000\n");
    nanos.addAndGet(1_000_000_000);
    Samples.AcceleratorSample gpu = samples.now().accelerators().getFirst();

    assertThat(gpu.asleep()).isTrue();
    assertThat(gpu.busyShare()).isEmpty();
    assertThat(gpu.sensors().celsius()).isEmpty();
  }
}
