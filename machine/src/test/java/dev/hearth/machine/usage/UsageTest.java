package dev.hearth.machine.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
  private static final String KFD = "/sys/class/kfd/kfd/proc/700";
  private static final String DEVICE = "/sys/bus/pci/devices/0000:c4:00.0";
  private static final PciAddress ADDRESS = PciAddress.parse("c4:00.0").orElseThrow();

  @TempDir private Path root;

  private Folder folder() {
    return new Folder(root);
  }

  @Nested
  class OpenHandles {
    private Folder handles() {
      return folder()
          .link("/proc/700/fd/0", "/dev/null")
          .link("/proc/700/fd/4", "/dev/kfd")
          .link("/proc/700/fd/5", "/dev/dri/renderD128")
          .link("/proc/700/fd/6", "/dev/dri/renderD128 (deleted)")
          .link("/proc/700/fd/7", "socket:[1234]")
          .file("/proc/700/fdinfo/5", "drm-driver: amdgpu\ndrm-client-id: 9\n")
          .file("/proc/700/fdinfo/6", "drm-driver: amdgpu\ndrm-client-id: 9\n");
    }

    @Test
    void ofAcceleratorsAreToldAndEachClientOnce() {
      Handles found = Handles.read(handles().machine(), 700).asOptional().orElseThrow();
      assertThat(found.nodes()).isEqualTo(Set.of("/dev/kfd", "/dev/dri/renderD128"));
      assertThat(found.clients()).hasSize(1);
    }

    @Test
    void ofAProcessThatMayNotBeSeenAreUnknown() {
      assertThat(Handles.read(folder().machine(), 700))
          .isEqualTo(Reading.unknown("/proc/700/fd does not exist"));
    }
  }

  @Nested
  class Kfd {
    @Test
    void countsComputeQueuesOfThisGpuOnly() {
      Folder folder =
          folder()
              .file(KFD + "/queues/1/gpuid", "5567\n")
              .file(KFD + "/queues/1/type", "0\n")
              .file(KFD + "/queues/2/gpuid", "5567\n")
              .file(KFD + "/queues/2/type", "1\n")
              .file(KFD + "/queues/3/gpuid", "99\n")
              .file(KFD + "/vram_5567", "4096\n")
              .file(KFD + "/stats_5567/cu_occupancy", "6\n");
      assertThat(KfdUse.read(folder.machine(), 700, 5567))
          .isEqualTo(
              Reading.known(
                  new KfdUse(
                      1,
                      Reading.known(4096L),
                      Reading.unknown(KFD + "/sdma_5567 does not exist"),
                      Reading.known(6L))));
    }

    @Test
    void knowsNothingOfAProcessThatHasNotOpenedIt() {
      assertThat(KfdUse.read(folder().machine(), 700, 5567))
          .isEqualTo(Reading.unknown(KFD + " does not exist"));
    }

    @RepeatedTest(30)
    void readsAnyFiles(RepetitionInfo repetition) {
      Random random = new Random(repetition.getCurrentRepetition());
      Folder folder =
          folder()
              .file(KFD + "/queues/1/gpuid", Noise.text(random, "0123456789-x\n"))
              .file(KFD + "/vram_1", Noise.text(random, "0123456789-x\n"));
      assertThat(KfdUse.read(folder.machine(), 700, 1).map(KfdUse::queues)).isNotNull();
    }
  }

  @Nested
  class ADevice {
    @Test
    void tellsWhatItDoes() {
      Folder folder =
          folder()
              .file(DEVICE + "/power/runtime_status", "active\n")
              .file(DEVICE + "/gpu_busy_percent", "37\n")
              .file(DEVICE + "/mem_info_vram_used", "1000\n")
              .file(DEVICE + "/mem_info_gtt_used", "2000\n")
              .file(DEVICE + "/hwmon/hwmon3/power1_input", "45000000\n");
      assertThat(DeviceActivity.read(folder.machine(), ADDRESS))
          .isEqualTo(
              new DeviceActivity(
                  Reading.known(false),
                  Reading.known(37),
                  Reading.known(1000L),
                  Reading.known(2000L),
                  Reading.known(45000000L)));
    }

    @Test
    void thatSleepsIsNotWoken() {
      Folder folder =
          folder()
              .file(DEVICE + "/power/runtime_status", "suspended\n")
              .file(DEVICE + "/gpu_busy_percent", "37\n");
      DeviceActivity activity = DeviceActivity.read(folder.machine(), ADDRESS);
      assertThat(activity.asleep()).isEqualTo(Reading.known(true));
      assertThat(activity.busyPercent().asOptional()).isEmpty();
    }

    @Test
    void isNotBusyForMoreThanAllOfTheTime() {
      Folder folder = folder().file(DEVICE + "/gpu_busy_percent", "255\n");
      assertThat(DeviceActivity.read(folder.machine(), ADDRESS).busyPercent())
          .isEqualTo(Reading.unknown(DEVICE + "/gpu_busy_percent says 255"));
    }
  }

  @Nested
  class Clocks {
    private DeviceClocks clocks(Folder folder) {
      return DeviceClocks.read(folder.machine(), ADDRESS);
    }

    @Test
    void ofI915AreTheActualOnes() {
      Folder folder =
          folder()
              .file(DEVICE + "/drm/card1/gt_act_freq_mhz", "1250\n")
              .file(DEVICE + "/drm/renderD128/dev", "226:128\n");
      assertThat(clocks(folder).core()).isEqualTo(Reading.known(1_250_000_000L));
      assertThat(clocks(folder).memory().asOptional()).isEmpty();
    }

    @Test
    void ofXeAreTheFirstTiles() {
      Folder folder = folder().file(DEVICE + "/tile0/gt0/freq0/act_freq", "2050\n");
      assertThat(clocks(folder).core()).isEqualTo(Reading.known(2_050_000_000L));
    }

    @Test
    void ofABoardAreInDevfreq() {
      Folder folder = folder().file("/sys/class/devfreq/fdab0000.npu/cur_freq", "1000000000\n");
      assertThat(DeviceClocks.read(folder.machine(), "fdab0000.npu").core())
          .isEqualTo(Reading.known(1_000_000_000L));
    }

    @Test
    void thatCannotBeAreNone() {
      Folder folder = folder().file(DEVICE + "/drm/card1/gt_act_freq_mhz", "99999999999\n");
      assertThat(clocks(folder).core()).isEqualTo(Reading.unknown(DEVICE + " tells no clock"));
    }
  }

  @Nested
  class TimesOfClients {
    private final ProcessId process = new ProcessId(700, 1);

    private DrmClient client(String driver, Map<String, Long> engines, DrmClient.Cycles cycles) {
      return new DrmClient(
          driver, Optional.of(ADDRESS), "9", engines, Map.of("rcs", cycles), Map.of());
    }

    private BusyTimes before(DrmClient client) {
      return new BusyTimes(0, Map.of(new BusyTimes.Key(process, client.key()), client));
    }

    @Test
    void inCyclesAreMeasuredByTheCyclesThatWentBy() {
      DrmClient then = client("xe", Map.of(), new DrmClient.Cycles(100, Optional.of(1000L)));
      DrmClient now = client("xe", Map.of(), new DrmClient.Cycles(350, Optional.of(2000L)));
      assertThat(before(then).shareSince(process, now, 5)).isEqualTo(Reading.known(0.25));
    }

    @Test
    void ofADriverThatTellsNoneAreUnknown() {
      DrmClient silent =
          new DrmClient("i915", Optional.of(ADDRESS), "9", Map.of(), Map.of(), Map.of());
      assertThat(before(silent).shareSince(process, silent, 5))
          .isEqualTo(Reading.unknown("i915 does not tell the time of each process"));
    }

    @Test
    void thatStepBackAreNone() {
      DrmClient then =
          new DrmClient("amdgpu", Optional.of(ADDRESS), "9", Map.of("gfx", 9L), Map.of(), Map.of());
      DrmClient now =
          new DrmClient("amdgpu", Optional.of(ADDRESS), "9", Map.of("gfx", 8L), Map.of(), Map.of());
      assertThat(before(then).shareSince(process, now, 5)).isEqualTo(Reading.known(0.0));
    }
  }

  @Test
  void aProgramInAContainerDoesNotKnowTheNumbersOfTheHost() {
    assertThat(
            ProcessId.hostNumbers(folder().link("/proc/self/ns/pid", "pid:[4026531836]").machine()))
        .isEqualTo(Reading.known(true));
  }

  @Test
  void andSaysSo() {
    assertThat(
            ProcessId.hostNumbers(folder().link("/proc/self/ns/pid", "pid:[4026532999]").machine())
                .asOptional())
        .isEmpty();
  }
}
