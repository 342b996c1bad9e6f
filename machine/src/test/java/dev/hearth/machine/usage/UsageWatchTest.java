package dev.hearth.machine.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.nvml.NvmlGpu;
import dev.hearth.machine.nvml.NvmlSensors;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.nvml.NvmlUse;
import dev.hearth.machine.survey.Surveyor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who uses the accelerators of captured machines, by files that a test writes. */
class UsageWatchTest {
  private static final Path MACHINES = Path.of("src", "test", "resources", "machines");
  private static final long SECOND = 1_000_000_000;

  @TempDir private Path root;
  private long nanos = SECOND;

  private Folder folder() {
    return new Folder(root);
  }

  @BeforeEach
  void host() {
    folder().link("/proc/self/ns/pid", "pid:[4026531836]");
  }

  private static List<Accelerator> accelerators(String capture) {
    Machine machine = Roots.open(MACHINES.resolve(capture + ".txt"));
    return Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.QUICK).accelerators();
  }

  private UsageWatch watch(String capture, NvmlUsage nvml) {
    return new UsageWatch(
        () -> new Machine(FileTree.under(root)), nvml, () -> nanos, accelerators(capture));
  }

  @Nested
  class OnAnAmdApu {
    /** KFD's id of the GPU in the capture. */
    private final long gpu =
        accelerators("780m-32gb").stream()
            .flatMap(each ->
                each.details() instanceof dev.hearth.machine.accelerator.Details.Amd amd
                    ? amd.gpuId().asOptional().stream()
                    : java.util.stream.Stream.empty())
            .findFirst()
            .orElseThrow();

    private final UsageWatch watch = watch("780m-32gb", NvmlUsage.absent("no NVIDIA here"));

    private void client(int pid, String more) {
      folder()
          .process(pid, pid, "0::/system.slice/immich-ml.service\n")
          .file("/proc/" + pid + "/comm", "python\n")
          .link("/proc/" + pid + "/fd/7", "/dev/dri/renderD128")
          .file("/proc/" + pid + "/fdinfo/7", fdinfo(more));
    }

    private static String fdinfo(String more) {
      return "drm-driver: amdgpu\ndrm-pdev: 0000:c4:00.0\ndrm-client-id: 41\n" + more;
    }

    private ProcessUse.Part part() {
      return watch.look().processes().getFirst().parts().getFirst();
    }

    @Test
    void theShareIsTheTimeOfTheBusiestEngineSinceTheLastLook() {
      client(700, "drm-resident-gtt: 2 GiB\ndrm-engine-gfx: 1000000000 ns\n");
      assertThat(part().busyShare()).isEqualTo(Reading.unknown("it was seen only once so far"));
      folder()
          .file(
              "/proc/700/fdinfo/7",
              fdinfo(
                  "drm-resident-gtt: 2 GiB\ndrm-engine-gfx: 1500000000 ns\ndrm-engine-dma: 9 ns\n"));
      nanos += SECOND;
      assertThat(part().busyShare()).isEqualTo(Reading.known(0.5));
      assertThat(part().memoryBytes()).isEqualTo(Reading.known(2L << 30));
    }

    @Test
    void whoOnlyOpenedTheDeviceDoesNotUseIt() {
      client(700, "drm-resident-gtt: 0\n");
      assertThat(watch.look().processes()).isEmpty();
    }

    @Test
    void aClientThatAChildInheritedIsCountedOnce() {
      client(700, "drm-resident-gtt: 2 GiB\n");
      client(701, "drm-resident-gtt: 2 GiB\n");
      assertThat(watch.look().processes()).extracting(ProcessUse::pid).containsExactly(700);
    }

    @Test
    void ofQueuesOfRocmNobodyTellsTheTime() {
      client(700, "drm-resident-gtt: 2 GiB\n");
      String kfd = "/sys/class/kfd/kfd/proc/700";
      folder()
          .file(kfd + "/queues/1/gpuid", gpu + "\n")
          .file(kfd + "/vram_" + gpu, "5000000\n")
          .file(kfd + "/stats_" + gpu + "/cu_occupancy", "6\n");
      assertThat(part().busyShare())
          .isEqualTo(Reading.unknown("KFD does not account the time of its queues"));
      assertThat(part().occupancy()).isEqualTo(Reading.known(6L));
      assertThat(part().queues()).contains(1);
      assertThat(part().memoryBytes()).isEqualTo(Reading.known(2L << 30));
    }

    @Test
    void theDeviceTellsBusyMemoryPowerHeatAndClocks() {
      String device = "/sys/bus/pci/devices/0000:c4:00.0";
      folder()
          .file(device + "/power/runtime_status", "active\n")
          .file(device + "/gpu_busy_percent", "93\n")
          .file(device + "/mem_info_gtt_used", "2147483648\n")
          .file(device + "/hwmon/hwmon2/power1_average", "18500000\n")
          .file(device + "/hwmon/hwmon2/temp1_input", "61000\n")
          .file(device + "/hwmon/hwmon2/freq1_input", "2700000000\n")
          .file(device + "/pp_dpm_mclk", "0: 1000Mhz\n1: 2800Mhz *\n");
      AcceleratorActivity seen = watch.look().accelerators().getFirst();
      assertThat(seen.busyShare()).isEqualTo(Reading.known(0.93));
      assertThat(seen.shared().used()).isEqualTo(Reading.known(2L << 30));
      assertThat(seen.watts()).isEqualTo(Reading.known(18.5));
      assertThat(seen.celsius()).isEqualTo(Reading.known(61.0));
      assertThat(seen.coreHertz()).isEqualTo(Reading.known(2_700_000_000L));
      assertThat(seen.memoryHertz()).isEqualTo(Reading.known(2_800_000_000L));
    }
  }

  @Nested
  class OnNvidia {
    private final PciAddress gpu =
        accelerators("rtx-4090").getFirst().pci().orElseThrow().address();
    private int asked;
    private final UsageWatch watch = watch("rtx-4090", this::answer);

    private Reading<List<NvmlUse>> answer() {
      asked++;
      return Reading.known(
          List.of(
              new NvmlUse(
                  gpu,
                  Reading.known(87),
                  Reading.known(
                      List.of(
                          new NvmlUse.Occupant(700, Reading.known(5L << 30), Reading.known(0.75)))),
                  new NvmlSensors(
                      Reading.known(new NvmlGpu.Memory(24L << 30, 6L << 30)),
                      Reading.known(210.5),
                      Reading.known(66.0),
                      Reading.known(2520),
                      Reading.known(10501)))));
    }

    @Test
    void theLibraryTellsWhatTheKernelDoesNot() {
      AcceleratorActivity seen = watch.look().accelerators().getFirst();
      assertThat(seen.busyShare()).isEqualTo(Reading.known(0.87));
      assertThat(seen.dedicated().used()).isEqualTo(Reading.known(6L << 30));
      assertThat(seen.watts()).isEqualTo(Reading.known(210.5));
      assertThat(seen.celsius()).isEqualTo(Reading.known(66.0));
      assertThat(seen.coreHertz()).isEqualTo(Reading.known(2_520_000_000L));
    }

    @Test
    void whoItListsIsNamedByTheProcess() {
      folder()
          .process(700, 5, "0::/system.slice/ollama.service\n")
          .file("/proc/700/comm", "ollama\n")
          .link("/proc/700/fd/3", "/dev/nvidia0")
          .process(900, 6, "0::/system.slice/nvidia-persistenced.service\n")
          .link("/proc/900/fd/3", "/dev/nvidia0");
      ProcessUse only = watch.look().processes().getFirst();
      assertThat(watch.look().processes()).hasSize(1);
      assertThat(only.owner().name(Optional.empty())).contains("ollama");
      assertThat(only.parts().getFirst().busyShare()).isEqualTo(Reading.known(0.75));
    }

    @Test
    void aProcessThatIsNotShownHereIsListedWithoutAName() {
      ProcessUse only = watch.look().processes().getFirst();
      assertThat(only.pid()).isEqualTo(700);
      assertThat(only.program()).isEqualTo(Reading.unknown("/proc does not show it here"));
    }

    @Test
    void aGpuThatSleepsIsNotWoken() {
      folder().file("/sys/bus/pci/devices/" + gpu + "/power/runtime_status", "suspended\n");
      assertThat(watch.look().accelerators().getFirst().sleeps()).isTrue();
      assertThat(asked).isZero();
    }
  }

  @Test
  void theMachineTellsEachCore() {
    folder()
        .file(
            "/proc/stat",
            "cpu  30 0 0 70 0 0 0 0 0 0\ncpu0 10 0 0 40 0 0 0 0 0 0\ncpu1 20 0 0 30 0 0 0 0 0 0\nintr 5\n")
        .file("/proc/meminfo", "MemTotal: 2048 kB\nMemAvailable: 1024 kB\n");
    MachineLoad load = watch("vm-without-any", NvmlUsage.absent("")).look().load();
    assertThat(load.cores())
        .containsExactly(new MachineLoad.Ticks(10, 50), new MachineLoad.Ticks(20, 50));
    assertThat(load.memoryTotal()).isEqualTo(Reading.known(2048L << 10));
  }
}
