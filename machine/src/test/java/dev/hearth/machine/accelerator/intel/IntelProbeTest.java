package dev.hearth.machine.accelerator.intel;

import static dev.hearth.machine.accelerator.MachineText.file;
import static dev.hearth.machine.accelerator.MachineText.machine;
import static dev.hearth.machine.accelerator.MachineText.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.MachineText;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntelProbeTest {
  private static List<Accelerator> probe(String entries) {
    Machine machine = machine(entries);
    return IntelProbe.probe(
        machine, PciBus.displays(machine), DrmNodes.of(machine), DeviceNames.of(machine));
  }

  private static Accelerator only(String entries) {
    List<Accelerator> found = probe(entries);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static String pci(String address, String device, String classCode) {
    String folder = "/sys/bus/pci/devices/" + address;
    return file(folder + "/vendor", "0x8086")
        + file(folder + "/device", device)
        + file(folder + "/class", classCode);
  }

  private static String driver(String address, String driver) {
    return "link /sys/bus/pci/devices/%s/driver -> ../../../bus/pci/drivers/%s\n"
        .formatted(address, driver);
  }

  private static String node(String address, String name, int number) {
    return """
    link /sys/class/drm/%1$s%2$d -> ../../devices/pci0000:00/%3$s/drm/%1$s%2$d
    link /sys/devices/pci0000:00/%3$s/drm/%1$s%2$d/device -> ../../../%3$s
    char /dev/dri/%1$s%2$d 0660 0:44 rw
    """
        .formatted(name, number, address);
  }

  /** Alder Lake-N's GPU as Linux 6.1 shows it. */
  @Nested
  class AnN100 {
    private static final String ADDRESS = "0000:00:02.0";

    private final Accelerator gpu =
        only(
            pci(ADDRESS, "0x46d1", "0x030000")
                + driver(ADDRESS, "i915")
                + node(ADDRESS, "card", 0)
                + node(ADDRESS, "renderD", 128)
                + file("/sys/devices/pci0000:00/0000:00:02.0/drm/card0/gt_RP0_freq_mhz", "750"));

    @Test
    void isAnIntegratedGpuOfGen12OnI915() {
      assertThat(gpu.id()).isEqualTo("pci-0000:00:02.0");
      assertThat(gpu.kind()).isEqualTo(Accelerator.Kind.GPU);
      assertThat(gpu.vendor()).isEqualTo(Vendor.INTEL);
      assertThat(gpu.name()).isEqualTo(Reading.known("UHD Graphics"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gen12"));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
      assertThat(gpu.driver()).isEqualTo(Reading.known("i915"));
      assertThat(gpu.details())
          .isEqualTo(new Details.Intel(Reading.known("Gen12 (Xe-LP)"), Reading.known(750)));
    }

    @Test
    void hasItsNodes() {
      assertThat(gpu.nodes())
          .extracting(DeviceNode::path, DeviceNode::role, DeviceNode::usable)
          .containsExactly(
              tuple("/dev/dri/card0", DeviceNode.Role.CARD, true),
              tuple("/dev/dri/renderD128", DeviceNode.Role.RENDER, true));
    }

    @Test
    void hasNoMemoryOfItsOwnAndThatIsNotZero() {
      assertThat(reason(gpu.memory().dedicated())).startsWith("it has no memory of its own");
      assertThat(reason(gpu.memory().shared())).contains("the kernel tells no limit");
    }
  }

  @Nested
  class AnArcA770OnI915 {
    private static final String ADDRESS = "0000:2d:00.0";
    private static final String CARD =
        pci(ADDRESS, "0x56a0", "0x030000")
            + driver(ADDRESS, "i915")
            + node(ADDRESS, "card", 1)
            + node(ADDRESS, "renderD", 128);

    @Test
    void isADiscreteXeHpgByItsId() {
      Accelerator gpu = only(CARD);
      assertThat(gpu.name()).isEqualTo(Reading.known("Arc A770"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("xe-hpg"));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.DISCRETE));
    }

    @Test
    void hasMemoryThatLinuxDoesNotTell() {
      assertThat(reason(only(CARD).memory().dedicated()))
          .isEqualTo("i915 tells no size of local memory; xe does");
    }

    @Test
    void tellsHowMuchOfItTheCpuSees() {
      String resource =
          """
          file /sys/bus/pci/devices/0000:2d:00.0/resource
            0x00000000fb000000 0x00000000fbffffff 0x0000000000140204
            0x0000000000000000 0x0000000000000000 0x0000000000000000
            0x0000007c00000000 0x0000007fffffffff 0x000000000014220c
          """;
      assertThat(only(CARD + resource).memory().visible()).isEqualTo(Reading.known(16L << 30));
    }

    @Test
    void tellsItWithIntelsOwnI915() {
      String told =
          file("/sys/devices/pci0000:00/0000:2d:00.0/drm/card1/lmem_total_bytes", "17079205888");
      assertThat(only(CARD + told).memory().dedicated()).isEqualTo(Reading.known(17_079_205_888L));
    }
  }

  @Nested
  class AnArcB580OnXe {
    private static final String ADDRESS = "0000:03:00.0";
    private static final String FOLDER = "/sys/bus/pci/devices/" + ADDRESS;
    private static final String CARD =
        pci(ADDRESS, "0xe20b", "0x030000")
            + driver(ADDRESS, "xe")
            + node(ADDRESS, "card", 1)
            + node(ADDRESS, "renderD", 129)
            + file(FOLDER + "/tile0/physical_vram_size_bytes", "0x00000002fc000000")
            + file(FOLDER + "/tile0/gt0/freq0/max_freq", "2850");

    @Test
    void tellsItsMemoryAndItsClock() {
      Accelerator gpu = only(CARD);
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(0x2fc000000L));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("xe2"));
      assertThat(gpu.details())
          .isEqualTo(new Details.Intel(Reading.known("Xe2 (Battlemage)"), Reading.known(2850)));
    }

    @Test
    void isNotWokenForItsClock() {
      String asleep = file(FOLDER + "/power/runtime_status", "suspended");
      assertThat(((Details.Intel) only(CARD + asleep).details()).maxClockMhz().asOptional())
          .isEmpty();
    }

    @Test
    void addsItsTilesUp() {
      String second = file(FOLDER + "/tile1/physical_vram_size_bytes", "1073741824");
      assertThat(only(CARD + second).memory().dedicated())
          .isEqualTo(Reading.known(0x2fc000000L + (1L << 30)));
    }
  }

  @Nested
  class AnNpu {
    private static final String ADDRESS = "0000:00:0b.0";
    private static final String NPU =
        pci(ADDRESS, "0x643e", "0x120000")
            + driver(ADDRESS, "intel_vpu")
            + """
            link /sys/class/accel/accel0 -> ../../devices/pci0000:00/0000:00:0b.0/accel/accel0
            link /sys/devices/pci0000:00/0000:00:0b.0/accel/accel0/device -> ../../../0000:00:0b.0
            char /dev/accel/accel0 0600 0:0 --
            """;

    @Test
    void isNoGpuAndHasItsOwnNode() {
      Accelerator npu = only(NPU);
      assertThat(npu.kind()).isEqualTo(Accelerator.Kind.NPU);
      assertThat(npu.name()).isEqualTo(Reading.known("Lunar Lake NPU"));
      assertThat(npu.architecture()).isEqualTo(Reading.known("npu-40xx"));
      assertThat(npu.node(DeviceNode.Role.ACCEL)).get().matches(node -> !node.usable());
    }

    @Test
    void thatIsNewerThanTheTableIsOneByItsClass() {
      assertThat(only(pci(ADDRESS, "0xd71d", "0x120000")).kind()).isEqualTo(Accelerator.Kind.NPU);
    }
  }

  @Nested
  class AGpuNothingDrives {
    @Test
    void isListedAndSaysSo() {
      Accelerator gpu = only(pci("0000:03:00.0", "0x56a0", "0x030000"));
      assertThat(gpu.driver().asOptional()).isEmpty();
      assertThat(gpu.nodes()).isEmpty();
      assertThat(reason(gpu.memory().dedicated())).isEqualTo("no driver is bound");
    }

    @Test
    void mayBeHeldForAVirtualMachine() {
      Accelerator gpu =
          only(pci("0000:03:00.0", "0x56a0", "0x030000") + driver("0000:03:00.0", "vfio-pci"));
      assertThat(gpu.drivenBy("vfio-pci")).isTrue();
      assertThat(reason(gpu.memory().dedicated())).isEqualTo("vfio-pci shows no DRM node");
    }

    @Test
    void thatIsTheSecondPipeOfAnOldChipsetIsNone() {
      assertThat(probe(pci("0000:00:02.1", "0x2a43", "0x038000"))).isEmpty();
    }

    @Test
    void thatIsInNoTableKeepsWhatIsKnown() {
      Accelerator gpu = only(pci("0000:00:02.0", "0xffff", "0x030000"));
      assertThat(reason(gpu.architecture()))
          .isEqualTo("the device id 8086:ffff is not in the built-in table");
      assertThat(gpu.form().asOptional()).isEmpty();
    }
  }

  @Nested
  class TheTable {
    @ParameterizedTest
    @CsvSource({
      "0x0412, gen7.5", // Haswell desktop
      "0x0f31, gen7", // Bay Trail
      "0x0166, gen7", // Ivy Bridge
      "0x1616, gen8", // Broadwell
      "0x3e92, gen9", // UHD Graphics 630
      "0x5a85, gen9", // Apollo Lake
      "0x8a52, gen11", // Ice Lake
      "0x9a49, gen12", // Iris Xe
      "0x4905, gen12", // DG1
      "0x7d55, xe-lpg", // Meteor Lake
      "0x64a0, xe2", // Lunar Lake
      "0xb080, xe3" // Panther Lake
    })
    void tellsTheGenerationsApart(String id, String architecture) {
      assertThat(IntelChips.chip(Integer.decode(id)).map(IntelChips.Chip::architecture))
          .contains(architecture);
    }

    @ParameterizedTest
    @CsvSource({"0x4905", "0x56c0", "0x0bd5", "0xe212"})
    void knowsTheCards(String id) {
      assertThat(IntelChips.chip(Integer.decode(id)).map(IntelChips.Chip::form))
          .contains(Form.DISCRETE);
    }

    @Test
    void hasNoIdInTwoFamilies() {
      for (int id = 0; id <= 0xffff; id++) {
        assertThat(IntelChips.families(id)).as(Integer.toHexString(id)).isLessThan(2);
      }
    }
  }

  @Nested
  class WhateverTheFilesHold {
    private static final String FOLDER = "/sys/bus/pci/devices/0000:03:00.0";

    @Test
    void theProbeEnds() {
      Random random = new Random(20261121);
      List<String> paths =
          List.of(
              FOLDER + "/revision",
              FOLDER + "/resource",
              FOLDER + "/tile0/physical_vram_size_bytes",
              FOLDER + "/tile1/physical_vram_size_bytes",
              FOLDER + "/tile0/gt0/freq0/rp0_freq",
              FOLDER + "/power/runtime_status",
              "/sys/devices/pci0000:00/0000:03:00.0/drm/card1/lmem_total_bytes",
              "/sys/devices/pci0000:00/0000:03:00.0/drm/card1/gt_RP0_freq_mhz");
      for (int round = 0; round < 1000; round++) {
        String card =
            pci("0000:03:00.0", round % 2 == 0 ? "0x56a0" : "0xffff", "0x030000")
                + driver("0000:03:00.0", round % 3 == 0 ? "xe" : "i915")
                + node("0000:03:00.0", "card", 1);
        Accelerator gpu = only(card + MachineText.ofAnyBytes(paths, random));
        assertThat(gpu.memory().dedicated().orElse(1L)).isPositive();
        assertThat(gpu.memory().visible().orElse(1L)).isPositive();
      }
    }

    @Test
    void anIdOfAnyNumberIsNoTrouble() {
      Random random = new Random(20261121);
      List<String> paths = List.of(FOLDER + "/vendor", FOLDER + "/device", FOLDER + "/class");
      for (int round = 0; round < 1000; round++) {
        assertThat(probe(MachineText.ofAnyBytes(paths, random))).isNotNull();
      }
    }
  }
}
