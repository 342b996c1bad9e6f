package dev.hearth.machine.accelerator.amd;

import static dev.hearth.machine.accelerator.amd.AmdMachines.amd;
import static dev.hearth.machine.accelerator.amd.AmdMachines.only;
import static dev.hearth.machine.accelerator.amd.AmdMachines.probe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.Details.GfxSource;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.WrittenMachine;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmdProbeTest {
  private static final long GIB = 1L << 30;

  private static void assertUnknown(Reading<?> reading) {
    assertThat(reading).isInstanceOf(Reading.Unknown.class);
  }

  @Nested
  class AnIntegratedRadeon780m {
    @Test
    void isOneGpuWithAllThatTheKernelTells() {
      Accelerator gpu = only(AmdMachines.radeon780m(4 * GIB));
      assertThat(gpu.id()).isEqualTo("pci-0000:c4:00.0");
      assertThat(gpu.kind()).isEqualTo(Accelerator.Kind.GPU);
      assertThat(gpu.name()).isEqualTo(Reading.known("Radeon 780M"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx1103"));
      assertThat(gpu.computeUnits()).isEqualTo(Reading.known(12));
      assertThat(gpu.drivenBy("amdgpu")).isTrue();
      assertThat(amd(gpu).gfxSource()).isEqualTo(GfxSource.KFD);
      assertThat(amd(gpu).kfdNode()).isEqualTo(Reading.known(1));
      assertThat(amd(gpu).gpuId()).isEqualTo(Reading.known(5001L));
      assertThat(amd(gpu).mecFirmware()).isEqualTo(Reading.known(35));
      assertThat(amd(gpu).wavefront()).isEqualTo(Reading.known(32));
      assertUnknown(amd(gpu).uniqueId());
      assertUnknown(amd(gpu).partition());
    }

    @ParameterizedTest
    @ValueSource(longs = {GIB / 2, 4 * GIB, 16 * GIB})
    void isIntegratedHoweverMuchTheFirmwareCarvesOut(long carveOut) {
      Accelerator gpu = only(AmdMachines.radeon780m(carveOut));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(carveOut));
      assertThat(gpu.memory().shared()).isEqualTo(Reading.known(14597218304L));
      assertThat(gpu.memory().dedicatedUsed()).isEqualTo(Reading.known(327155712L));
      assertThat(gpu.memory().sharedUsed()).isEqualTo(Reading.known(155189248L));
    }

    @Test
    void hasNoCarveOutByKfdWhoseBankIsAnotherThing() {
      Accelerator gpu =
          only(
              AmdMachines.radeon780m(4 * GIB)
                  .without("/sys/bus/pci/devices/0000:c4:00.0/mem_info_vram_total"));
      assertUnknown(gpu.memory().dedicated());
    }

    @Test
    void hasItsNodesAndKfds() {
      assertThat(only(AmdMachines.radeon780m(4 * GIB)).nodes())
          .extracting(DeviceNode::path, DeviceNode::role, DeviceNode::usable)
          .containsExactly(
              tuple("/dev/dri/card1", Role.CARD, true),
              tuple("/dev/dri/renderD128", Role.RENDER, true),
              tuple("/dev/kfd", Role.KFD, true));
    }
  }

  @Nested
  class ADiscreteCard {
    @Test
    void hasMemoryOfItsOwn() {
      Accelerator gpu = only(AmdMachines.rx7900());
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.DISCRETE));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx1100"));
      assertThat(gpu.computeUnits()).isEqualTo(Reading.known(96));
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(25753026560L));
      assertThat(amd(gpu).mecFirmware()).isEqualTo(Reading.known(2150));
    }

    @Test
    void hasAUniqueIdOfSixtyFourBitsWithoutSign() {
      long id = amd(only(AmdMachines.rx7900())).uniqueId().orElse(0L);
      assertThat(Long.toUnsignedString(id)).isEqualTo("11420932837461522459");
    }

    @Test
    void hasItsUniqueIdOnPciInHexadecimal() {
      Accelerator gpu =
          only(
              AmdMachines.rx7900()
                  .attribute("0000:03:00.0", "unique_id", "9e7f00c0ffee1234")
                  .without("/sys/class/kfd"));
      assertThat(amd(gpu).uniqueId()).isEqualTo(Reading.known(0x9e7f00c0ffee1234L));
    }

    @Test
    void isNotWokenForWhatItUses() {
      Machine machine =
          AmdMachines.rx7900()
              .attribute("0000:03:00.0", "power/runtime_status", "suspended")
              .machine();
      Accelerator gpu = probe(machine).getFirst();
      assertUnknown(gpu.memory().dedicatedUsed());
      assertUnknown(gpu.memory().sharedUsed());
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(25753026560L));
      assertThat(machine.seen().contents().keySet()).noneMatch(path -> path.endsWith("_used"));
    }

    @Test
    void hasTheMemoryOfKfdsBanksWhereAmdgpuDoesNotTell() {
      Accelerator gpu =
          only(
              AmdMachines.rx7900()
                  .without("/sys/bus/pci/devices/0000:03:00.0/mem_info_vram_total")
                  .bank(1, 0, "heap_type 1|size_in_bytes 268435456")
                  .bank(1, 1, "heap_type 2|size_in_bytes 16894656512")
                  .bank(1, 2, "heap_type 0|size_in_bytes 99"));
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(17163091968L));
    }

    @Test
    void ofPolarisSaysGfx803() {
      Accelerator gpu = only(AmdMachines.wx4100());
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx803"));
      assertThat(gpu.name()).isEqualTo(Reading.known("Radeon Pro WX 4100"));
      assertThat(gpu.form()).isEqualTo(Reading.known(Form.DISCRETE));
      assertThat(gpu.computeUnits()).isEqualTo(Reading.known(16));
    }
  }

  @Nested
  class SeveralCards {
    @Test
    void areToldApartAmongThoseOfOthers() {
      String mi50 =
          "simd_count 240|simd_per_cu 4|gfx_target_version 90006|vendor_id 4098|device_id 26273"
              + "|domain 0";
      List<Accelerator> found =
          probe(
              new WrittenMachine()
                  .pci("0000:06:00.0", "1002:66a1", "038000", "amdgpu")
                  .pci("0000:21:00.0", "10de:25b6", "030200", "nvidia")
                  .pci("0000:61:00.0", "10de:25b6", "030200", "nvidia")
                  .pci("0000:81:00.0", "1002:66a1", "038000", "amdgpu")
                  .pci("0000:c1:00.0", "1a03:2000", "030000", "ast")
                  .drm("0000:c1:00.0", 0, 132)
                  .drm("0000:06:00.0", 1, 128)
                  .drm("0000:21:00.0", 2, 129)
                  .drm("0000:61:00.0", 3, 130)
                  .drm("0000:81:00.0", 4, 131)
                  .kfd(0, AmdMachines.PROCESSOR)
                  .kfd(1, mi50 + "|location_id 1536|drm_render_minor 128")
                  .kfd(2, mi50 + "|location_id 33024|drm_render_minor 131"));
      assertThat(found)
          .extracting(
              Accelerator::id,
              gpu -> gpu.node(Role.RENDER).map(DeviceNode::path).orElse("none"),
              gpu -> amd(gpu).kfdNode().orElse(-1))
          .containsExactly(
              tuple("pci-0000:06:00.0", "/dev/dri/renderD128", 1),
              tuple("pci-0000:81:00.0", "/dev/dri/renderD131", 2));
    }

    @Test
    void areJoinedByTheRenderNodeWhereTheSlotMisleads() {
      Accelerator gpu =
          only(
              AmdMachines.wx4100()
                  .kfd(1, AmdMachines.WX_4100_KFD.replace("location_id 256", "location_id 999")));
      assertThat(gpu.id()).isEqualTo("pci-0000:01:00.0");
      assertThat(amd(gpu).kfdNode()).isEqualTo(Reading.known(1));
    }

    @Test
    void inAnotherDomainAreNotMixedUp() {
      String properties = AmdMachines.WX_4100_KFD.replace("drm_render_minor 128", "");
      List<Accelerator> found =
          probe(
              new WrittenMachine()
                  .pci("0000:01:00.0", "1002:67e3", "030000", "amdgpu")
                  .pci("0001:01:00.0", "1002:67e3", "030000", "amdgpu")
                  .kfd(1, properties.replace("domain 0", "domain 1"))
                  .kfd(2, properties));
      assertThat(found)
          .extracting(Accelerator::id, gpu -> amd(gpu).kfdNode().orElse(-1))
          .containsExactly(tuple("pci-0000:01:00.0", 2), tuple("pci-0001:01:00.0", 1));
    }
  }

  @Nested
  class APartitionedMi300 {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAnAcceleratorForEachPartition(boolean newerKernel) {
      List<Accelerator> found = probe(AmdMachines.mi300Cpx(newerKernel));
      assertThat(found)
          .extracting(Accelerator::id)
          .containsExactly(
              "pci-0000:05:00.0-xcp0",
              "pci-0000:05:00.0-xcp1",
              "pci-0000:05:00.0-xcp2",
              "pci-0000:05:00.0-xcp3",
              "pci-0000:05:00.0-xcp4",
              "pci-0000:05:00.0-xcp5",
              "pci-0000:05:00.0-xcp6",
              "pci-0000:05:00.0-xcp7");
      assertThat(found)
          .extracting(gpu -> gpu.node(Role.RENDER).map(DeviceNode::path).orElse("none"))
          .containsExactly(
              "/dev/dri/renderD128",
              "/dev/dri/renderD129",
              "/dev/dri/renderD130",
              "/dev/dri/renderD131",
              "/dev/dri/renderD132",
              "/dev/dri/renderD133",
              "/dev/dri/renderD134",
              "/dev/dri/renderD135");
      assertThat(found)
          .extracting(gpu -> amd(gpu).partition())
          .element(3)
          .isEqualTo(
              Reading.known(
                  new Details.Partition(3, 8, Reading.known("CPX"), Reading.known("NPS1"))));
    }

    @Test
    void dividesItsUnitsAndItsMemory() {
      assertThat(probe(AmdMachines.mi300Cpx(false)))
          .allSatisfy(gpu -> {
            assertThat(gpu.computeUnits()).isEqualTo(Reading.known(38));
            assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx942"));
            assertThat(gpu.form()).isEqualTo(Reading.known(Form.DISCRETE));
            assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(25767706624L));
            assertUnknown(gpu.memory().dedicatedUsed());
            assertUnknown(gpu.memory().shared());
          });
    }

    @Test
    void tellsWhatAPartitionUsesOnKernelsThatCountIt() {
      WrittenMachine text =
          AmdMachines.mi300Cpx(true)
              .file("/sys/class/kfd/kfd/topology/nodes/2/mem_banks/0/used_memory", "4096");
      assertThat(probe(text).get(1).memory().dedicatedUsed()).isEqualTo(Reading.known(4096L));
    }

    @Test
    void thatIsWholeIsOneGpuThoughItHasIdleRenderNodes() {
      Accelerator gpu =
          only(
              AmdMachines.mi300("SPX")
                  .drm("amdgpu_xcp_0", 2, 129)
                  .drm("amdgpu_xcp_1", 3, 130)
                  .kfd(1, AmdMachines.mi300Partition(1280, 128)));
      assertThat(gpu.id()).isEqualTo("pci-0000:05:00.0");
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(206141652992L));
      assertThat(amd(gpu).partition())
          .isEqualTo(
              Reading.known(
                  new Details.Partition(0, 1, Reading.known("SPX"), Reading.known("NPS1"))));
      assertThat(gpu.nodes()).hasSize(3);
    }

    @Test
    void keepsItsNumbersWhereAPartitionIsMissing() {
      WrittenMachine text =
          AmdMachines.mi300Cpx(false).without("/sys/class/kfd/kfd/topology/nodes/3");
      assertThat(probe(text))
          .hasSize(7)
          .extracting(Accelerator::id)
          .contains("pci-0000:05:00.0-xcp7")
          .doesNotContain("pci-0000:05:00.0-xcp2");
    }

    @Test
    void isTheWholeGpuWhereKfdIsAbsent() {
      Accelerator gpu = only(AmdMachines.mi300Cpx(false).without("/sys/class/kfd"));
      assertThat(gpu.id()).isEqualTo("pci-0000:05:00.0");
      assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx942"));
      assertUnknown(amd(gpu).partition());
    }

    @Test
    void ofTwoModesIsNumberedByKfdsOrderWhereItsNumbersAreTheSame() {
      WrittenMachine text =
          AmdMachines.mi300("DPX")
              .kfd(1, AmdMachines.mi300Partition(1280, 128))
              .kfd(2, AmdMachines.mi300Partition(1280, 129));
      assertThat(probe(text))
          .extracting(Accelerator::id)
          .containsExactly("pci-0000:05:00.0-xcp0", "pci-0000:05:00.0-xcp1");
    }
  }

  @Test
  void theMi300aIsIntegratedThoughTheMi300xIsNot() {
    Accelerator gpu =
        only(new WrittenMachine().pci("0000:02:00.0", "1002:74a0", "120000", "amdgpu"));
    assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx942"));
    assertThat(gpu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
  }

  @Test
  void theUnitsOfGfx90cAreNotTakenFromKfdWhichMiscountsThem() {
    Accelerator gpu =
        only(
            new WrittenMachine()
                .pci("0000:04:00.0", "1002:1638", "030000", "amdgpu")
                .kfd(
                    1,
                    "simd_count 28|simd_per_cu 1|gfx_target_version 90012|vendor_id 4098"
                        + "|device_id 5688|location_id 1024|drm_render_minor 128"));
    assertThat(gpu.architecture()).isEqualTo(Reading.known("gfx90c"));
    assertUnknown(gpu.computeUnits());
  }

  @Nested
  class AnNpu {
    @Test
    void isAnAcceleratorOfItsOwn() {
      Accelerator npu =
          only(
              new WrittenMachine()
                  .pci("0000:c5:00.1", "1022:1502", "118000", "amdxdna")
                  .link("/sys/class/accel/accel0/device", "../../../0000:c5:00.1")
                  .node("/dev/accel/accel0"));
      assertThat(npu.kind()).isEqualTo(Accelerator.Kind.NPU);
      assertThat(npu.id()).isEqualTo("pci-0000:c5:00.1");
      assertThat(npu.architecture()).isEqualTo(Reading.known("xdna"));
      assertThat(npu.drivenBy("amdxdna")).isTrue();
      assertThat(npu.nodes())
          .extracting(DeviceNode::path, DeviceNode::role)
          .containsExactly(tuple("/dev/accel/accel0", Role.ACCEL));
      assertUnknown(npu.memory().dedicated());
    }

    @Test
    void withoutADriverIsThereAndHasNoNode() {
      Accelerator npu = only(new WrittenMachine().pci("0000:c5:00.1", "1022:17f0", "118000", ""));
      assertThat(npu.architecture()).isEqualTo(Reading.known("xdna2"));
      assertThat(npu.nodes()).isEmpty();
      assertUnknown(npu.driver());
    }
  }
}
