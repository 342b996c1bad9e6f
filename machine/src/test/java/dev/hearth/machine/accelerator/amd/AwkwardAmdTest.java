package dev.hearth.machine.accelerator.amd;

import static dev.hearth.machine.accelerator.amd.AmdMachines.amd;
import static dev.hearth.machine.accelerator.amd.AmdMachines.only;
import static dev.hearth.machine.accelerator.amd.AmdMachines.probe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Details.GfxSource;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.ScrambledTree;
import dev.hearth.machine.accelerator.WrittenMachine;
import dev.hearth.machine.capture.CapturedTree;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines on which something that others have is missing, old or broken. */
class AwkwardAmdTest {
  private static final String NODES = "/sys/class/kfd/kfd/topology/nodes/";

  private static void assertUnknown(Reading<?> reading) {
    assertThat(reading).isInstanceOf(Reading.Unknown.class);
  }

  @Nested
  class AnOldKernel {
    /** A MI25's properties as Linux 4.18 wrote them: neither target nor domain. */
    private static final String MI25 =
        "cpu_cores_count 0|simd_count 256|wave_front_size 64|simd_per_cu 4|vendor_id 4098"
            + "|device_id 26720|location_id 6400|drm_render_minor 128|local_mem_size 17163091968"
            + "|fw_version 392|unique_id 14073402507705256556";

    private final WrittenMachine text =
        new WrittenMachine()
            .pci("0000:19:00.0", "1002:6860", "038000", "amdgpu")
            .drm("0000:19:00.0", 0, 128)
            .kfd(0, AmdMachines.PROCESSOR.replace("|gfx_target_version 0", ""))
            .kfd(1, MI25)
            .bank(1, 0, "heap_type 1|size_in_bytes 17163091968|flags 0|width 2048");

    @Test
    void tellsTheTargetByTheDeviceId() {
      Accelerator gpu = only(text);
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx900"));
      assertThat(amd(gpu).gfxSource()).isEqualTo(GfxSource.DEVICE_ID);
      assertThat(amd(gpu).kfdNode()).isEqualTo(Reading.known(1));
      assertThat(gpu.computeUnits()).isEqualTo(Reading.known(64));
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(17163091968L));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.DISCRETE));
    }

    @Test
    void makesOneNodeOfAProcessorAndItsGpu() {
      Accelerator gpu =
          only(
              new WrittenMachine()
                  .pci("0000:00:01.0", "1002:fffe", "030000", "amdgpu")
                  .kfd(
                      0,
                      "cpu_cores_count 4|simd_count 32|simd_per_cu 4|vendor_id 4098"
                          + "|device_id 65534|location_id 8|drm_render_minor 128"));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
      assertUnknown(gpu.architecture());
    }
  }

  @Nested
  class WithoutKfd {
    private final WrittenMachine text =
        AmdMachines.radeon780m(1L << 32).without("/sys/class/kfd").without("/dev/kfd");

    @Test
    void theTargetComesFromTheVersionOfTheGraphicsCore() {
      Accelerator gpu =
          only(
              core("11", "0", "4")
                  // Not the first instance is number 0 on chips of many parts.
                  .folder("/sys/bus/pci/devices/0000:c4:00.0/ip_discovery/die/0/GC/0"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx1103"));
      assertThat(amd(gpu).gfxSource()).isEqualTo(GfxSource.IP_DISCOVERY);
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
    }

    @ParameterizedTest
    @CsvSource({
      "11, 0, 3, gfx1101",
      "10, 3, 2, gfx1031",
      "9, 4, 3, gfx942",
      "9, 3, 0, gfx90c",
      "10, 1, 10, gfx1010",
      "12, 0, 1, gfx1201"
    })
    void theTargetIsNotTheVersionsDigits(String major, String minor, String revision, String gfx) {
      assertThat(only(core(major, minor, revision)).architecture()).isEqualTo(Reading.known(gfx));
    }

    @Test
    void theTargetComesFromTheDeviceIdAtLast() {
      Accelerator gpu = only(text);
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx1103"));
      assertThat(amd(gpu).gfxSource()).isEqualTo(GfxSource.DEVICE_ID);
    }

    @Test
    void theNodeOfKfdIsNamedThoughItIsAbsent() {
      assertThat(only(text).node(Role.KFD))
          .hasValueSatisfying(node -> {
            assertThat(node.path()).isEqualTo("/dev/kfd");
            assertThat(node.present()).isFalse();
          });
    }

    @Test
    void whatOnlyKfdTellsIsUnknownWithTheReason() {
      Accelerator gpu = only(text);
      Reading<Integer> why =
          Reading.unknown(NODES.substring(0, NODES.length() - 1) + " does not exist");
      assertThat(amd(gpu).kfdNode()).isEqualTo(why);
      assertThat(amd(gpu).mecFirmware()).isEqualTo(why);
      assertUnknown(gpu.computeUnits());
      assertUnknown(amd(gpu).uniqueId());
    }

    private WrittenMachine core(String major, String minor, String revision) {
      String core = "ip_discovery/die/0/GC/1/";
      return text.attribute("0000:c4:00.0", core + "major", major)
          .attribute("0000:c4:00.0", core + "minor", minor)
          .attribute("0000:c4:00.0", core + "revision", revision);
    }
  }

  @Nested
  class AnotherDriver {
    @Test
    void ofAVirtualMachineLeavesWhatPciSays() {
      Accelerator gpu =
          only(new WrittenMachine().pci("0000:03:00.0", "1002:73ff", "030000", "vfio-pci"));
      assertThat(gpu.drivenBy("vfio-pci")).isTrue();
      assertThat(gpu.name()).isEqualTo(Reading.known("Radeon RX 6600"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx1032"));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.DISCRETE));
      assertUnknown(gpu.memory().dedicated());
      assertThat(gpu.nodes()).extracting(DeviceNode::role).containsExactly(Role.KFD);
    }

    @Test
    void isUnknownWhereNoneIsBound() {
      Accelerator gpu = only(new WrittenMachine().pci("0000:03:00.0", "1002:73ff", "030000", ""));
      assertUnknown(gpu.driver());
      assertThat(gpu.id()).isEqualTo("pci-0000:03:00.0");
    }
  }

  @Nested
  class WhatIsNoGpu {
    @Test
    void isARenderNodeAlone() {
      assertThat(
              probe(
                  new WrittenMachine()
                      .drm("fdab0000.npu", 0, 128)
                      .drm("amdgpu_xcp_3", 1, 129)
                      .node("/dev/kfd")))
          .isEmpty();
    }

    @Test
    void isTheCardOfAnotherMaker() {
      assertThat(probe(new WrittenMachine().pci("0000:01:00.0", "10de:2684", "030000", "nvidia")))
          .isEmpty();
    }

    @Test
    void isANodeOfKfdsForAProcessor() {
      assertThat(probe(new WrittenMachine().kfd(0, AmdMachines.PROCESSOR))).isEmpty();
    }
  }

  @Nested
  class BrokenTrees {
    @Test
    void withAFolderWhereAFileShouldBeLeaveTheRest() {
      Accelerator gpu =
          only(
              AmdMachines.wx4100()
                  .without(NODES + "1/properties")
                  .folder(NODES + "1/properties")
                  .without("/sys/bus/pci/devices/0000:01:00.0/mem_info_vram_total")
                  .folder("/sys/bus/pci/devices/0000:01:00.0/mem_info_vram_total"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx803"));
      assertUnknown(gpu.memory().dedicated());
      assertUnknown(amd(gpu).kfdNode());
    }

    @ParameterizedTest
    @CsvSource({
      "gfx_target_version 80003, gfx_target_version 80016",
      "gfx_target_version 80003, gfx_target_version 18446744073709551615",
      "gfx_target_version 80003, gfx_target_version",
      "gfx_target_version 80003, gfx_target_version eight",
    })
    void withAnImpossibleTargetFallBackToTheDeviceId(String honest, String broken) {
      Accelerator gpu =
          only(AmdMachines.wx4100().kfd(1, AmdMachines.WX_4100_KFD.replace(honest, broken)));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx803"));
      assertThat(amd(gpu).gfxSource()).isEqualTo(GfxSource.DEVICE_ID);
    }

    @Test
    void withoutSimdsPerUnitHaveNoCountOfUnits() {
      assertUnknown(
          only(AmdMachines.wx4100()
                  .kfd(1, AmdMachines.WX_4100_KFD.replace("simd_per_cu 4", "simd_per_cu 0")))
              .computeUnits());
    }

    @Test
    void withLinksInALoopLeaveTheRest() {
      Accelerator gpu =
          only(
              AmdMachines.wx4100()
                  .without("/sys/class/kfd")
                  .link("/sys/class/kfd/kfd", "../kfd/kfd")
                  .without("/sys/class/drm/renderD128/device")
                  .link("/sys/class/drm/renderD128", "renderD128"));
      assertUnknown(amd(gpu).kfdNode());
      assertThat(gpu.nodes()).extracting(DeviceNode::role).containsExactly(Role.CARD, Role.KFD);
    }

    @Test
    void withThousandsOfNodesHaveAnAcceleratorWithItsOwnIdForEach() {
      WrittenMachine text = AmdMachines.mi300("CPX");
      for (int node = 1; node <= 3000; node++) {
        text.kfd(node, AmdMachines.mi300Partition(1280, 128 + node));
      }
      List<Accelerator> found = probe(text);
      assertThat(found).hasSize(3000);
      assertThat(found.stream().map(Accelerator::id).distinct()).hasSize(3000);
    }

    @RepeatedTest(400)
    void ofAnyBytesNeitherThrowNorRepeatAnId(RepetitionInfo repetition) {
      WrittenMachine text =
          AmdMachines.mi300Cpx(repetition.getCurrentRepetition() % 2 == 0)
              .pci("0000:c4:00.0", "1002:15bf", "030000", "amdgpu")
              .pci("0000:c5:00.1", "1022:1502", "118000", "amdxdna")
              .attribute("0000:c4:00.0", "unique_id", "0")
              .attribute("0000:c4:00.0", "ip_discovery/die/0/GC/0/major", "11")
              .file("/usr/share/libdrm/amdgpu.ids", "15BF,\tC4,\tAMD Radeon 780M Graphics")
              .file("/usr/share/misc/pci.ids", "1002  AMD\n\t15bf  Phoenix1");
      CapturedTree honest = CapturedTree.parse(text.text()).asOptional().orElseThrow();
      Machine machine = new Machine(new ScrambledTree(honest, repetition.getCurrentRepetition()));
      List<String> ids = probe(machine).stream().map(Accelerator::id).toList();
      assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    }
  }
}
