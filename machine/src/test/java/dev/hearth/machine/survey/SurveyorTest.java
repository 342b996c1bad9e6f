package dev.hearth.machine.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Machines;
import dev.hearth.machine.MalformedMachine;
import dev.hearth.machine.Mi300Cpx;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.capture.CapturedTree;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SurveyorTest {
  /** Written from the facts: machine, id, kind, vendor, architecture, form, driver, node, units. */
  private static final Map<String, List<String>> EXPECTED =
      expected(
          """
          780m-32gb           pci-0000:c4:00.0 GPU AMD gfx1103 INTEGRATED amdgpu renderD128 12
          780m-no-permission  pci-0000:c4:00.0 GPU AMD gfx1103 INTEGRATED amdgpu renderD128 12
          780m-stale-manager  pci-0000:c4:00.0 GPU AMD gfx1103 INTEGRATED amdgpu renderD128 12
          selinux-780m        pci-0000:c4:00.0 GPU AMD gfx1103 INTEGRATED amdgpu renderD128 12
          wx-4100             pci-0000:01:00.0 GPU AMD gfx803 DISCRETE amdgpu renderD128 16
          steam-deck          pci-0000:04:00.0 GPU AMD gfx1033 INTEGRATED amdgpu renderD128 8
          rx-6600             pci-0000:2b:00.0 GPU AMD gfx1032 DISCRETE amdgpu renderD128 28
          rx-7900             pci-0000:03:00.0 GPU AMD gfx1100 DISCRETE amdgpu renderD128 96
          rx-7900             pci-0000:6d:00.0 GPU AMD gfx1036 INTEGRATED amdgpu renderD129 2
          strix-halo          pci-0000:c6:00.0 GPU AMD gfx1151 INTEGRATED amdgpu renderD128 40
          strix-halo          pci-0000:c7:00.1 NPU AMD xdna2 INTEGRATED amdxdna accel0 ?
          xdna-npu            pci-0000:c1:00.0 GPU AMD gfx1150 INTEGRATED amdgpu renderD128 16
          xdna-npu            pci-0000:c2:00.1 NPU AMD xdna2 INTEGRATED amdxdna accel0 ?
          mi210               pci-0000:43:00.0 GPU AMD gfx90a DISCRETE amdgpu renderD129 104
          mi210               pci-0000:63:00.0 GPU AMD gfx90a DISCRETE amdgpu renderD128 104
          mi300x-cpx          pci-0000:05:00.0-xcp0 GPU AMD gfx942 DISCRETE amdgpu renderD128 38
          mi300x-cpx          pci-0000:05:00.0-xcp1 GPU AMD gfx942 DISCRETE amdgpu renderD129 38
          mi300x-cpx          pci-0000:05:00.0-xcp2 GPU AMD gfx942 DISCRETE amdgpu renderD130 38
          mi300x-cpx          pci-0000:05:00.0-xcp3 GPU AMD gfx942 DISCRETE amdgpu renderD131 38
          mi300x-cpx          pci-0000:05:00.0-xcp4 GPU AMD gfx942 DISCRETE amdgpu renderD132 38
          mi300x-cpx          pci-0000:05:00.0-xcp5 GPU AMD gfx942 DISCRETE amdgpu renderD133 38
          mi300x-cpx          pci-0000:05:00.0-xcp6 GPU AMD gfx942 DISCRETE amdgpu renderD134 38
          mi300x-cpx          pci-0000:05:00.0-xcp7 GPU AMD gfx942 DISCRETE amdgpu renderD135 38
          old-kernel-mi25     pci-0000:19:00.0 GPU AMD gfx900 DISCRETE amdgpu renderD128 64
          old-kernel-mi25     pci-0000:1a:00.0 GPU AMD gfx900 DISCRETE amdgpu renderD129 64
          vfio-passthrough    pci-0000:00:02.0 GPU INTEL gen12 INTEGRATED i915 renderD128 ?
          vfio-passthrough    pci-0000:03:00.0 GPU AMD gfx1030 DISCRETE vfio-pci - ?
          dual-mi50-dual-a2   pci-0000:06:00.0 GPU AMD gfx906 DISCRETE amdgpu renderD128 60
          dual-mi50-dual-a2   pci-0000:21:00.0 GPU NVIDIA 8.6 DISCRETE nvidia renderD129 ?
          dual-mi50-dual-a2   pci-0000:61:00.0 GPU NVIDIA 8.6 DISCRETE nvidia renderD130 ?
          dual-mi50-dual-a2   pci-0000:81:00.0 GPU AMD gfx906 DISCRETE amdgpu renderD131 60
          rtx-4090            pci-0000:01:00.0 GPU NVIDIA 8.9 DISCRETE nvidia renderD128 ?
          gt-710              pci-0000:01:00.0 GPU NVIDIA 3.5 DISCRETE nouveau renderD128 ?
          gt-710-legacy       pci-0000:01:00.0 GPU NVIDIA 3.5 DISCRETE nvidia renderD128 ?
          stale-cdi           pci-0000:07:00.0 GPU NVIDIA 8.6 DISCRETE nvidia renderD128 ?
          nvidia-nodes-missing pci-0000:41:00.0 GPU NVIDIA 8.6 DISCRETE nvidia - ?
          a100-mig            pci-0000:07:00.0 GPU NVIDIA 8.0 DISCRETE nvidia renderD128 ?
          jetson-orin         platform-17000000.gpu GPU NVIDIA 8.7 INTEGRATED nvgpu - ?
          wsl2-nvidia         wsl-0 GPU NVIDIA 8.6 DISCRETE dxgkrnl - ?
          wsl2-docker-desktop-amd wsl-0 GPU AMD ? ? dxgkrnl - ?
          intel-arc-xe        pci-0000:00:02.0 GPU INTEL xe-lpg INTEGRATED xe renderD128 ?
          intel-arc-xe        pci-0000:00:0b.0 NPU INTEL npu-37xx INTEGRATED intel_vpu accel0 ?
          intel-arc-xe        pci-0000:03:00.0 GPU INTEL xe2 DISCRETE xe renderD129 ?
          intel-arc-a770-i915 pci-0000:2d:00.0 GPU INTEL xe-hpg DISCRETE i915 renderD128 ?
          n100-igpu           pci-0000:00:02.0 GPU INTEL gen12 INTEGRATED i915 renderD128 ?
          meteor-lake-npu     pci-0000:00:02.0 GPU INTEL xe-lpg INTEGRATED i915 renderD128 ?
          meteor-lake-npu     pci-0000:00:0b.0 NPU INTEL npu-37xx INTEGRATED intel_vpu accel0 ?
          rk3588-vendor       platform-fb000000.gpu GPU ARM valhall INTEGRATED mali mali0 4
          rk3588-vendor       platform-fdab0000.npu NPU ROCKCHIP rk3588 INTEGRATED RKNPU renderD129 3
          rk3588-mainline     platform-fb000000.gpu GPU ARM valhall INTEGRATED panthor renderD128 ?
          rk3588-mainline     platform-fdab0000.npu NPU ROCKCHIP rk3588 INTEGRATED rocket accel0 3
          mali-vendor         platform-ffe40000.bifrost GPU ARM bifrost INTEGRATED mali mali0 6
          mali-panthor        platform-fb000000.gpu GPU ARM valhall INTEGRATED panthor renderD128 ?
          mali-panthor        platform-npu NPU ROCKCHIP rk3588 INTEGRATED ? - 3
          mali-panfrost       platform-ffe40000.gpu GPU ARM bifrost INTEGRATED panfrost renderD128 ?
          raspberry-pi-5      platform-1002000000.v3d GPU OTHER v3d-7.1 INTEGRATED v3d renderD128 ?
          """);

  private static Map<String, List<String>> expected(String table) {
    Map<String, List<String>> byMachine = new TreeMap<>();
    for (String line : table.lines().toList()) {
      String[] words = line.split(" +", 2);
      byMachine.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(words[1]);
    }
    return byMachine;
  }

  private static Survey survey(Machine machine) {
    return Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.THOROUGH);
  }

  static List<String> names() {
    return Machines.names();
  }

  @Nested
  class OverACapturedMachine {
    @ParameterizedTest
    @MethodSource("dev.hearth.machine.survey.SurveyorTest#names")
    void findsTheAcceleratorsThatTheFactsTellOf(String name) {
      assertThat(survey(Machines.of(name)).accelerators().stream().map(this::line).sorted())
          .containsExactlyElementsOf(EXPECTED.getOrDefault(name, List.of()));
    }

    private String line(Accelerator each) {
      return String.join(
          " ",
          each.id(),
          each.kind().name(),
          each.vendor().name(),
          each.architecture().orElse("?"),
          each.form().map(Enum::name).orElse("?"),
          each.driver().orElse("?"),
          node(each),
          each.computeUnits().map(units -> Integer.toString(units)).orElse("?"));
    }

    /** The last name of the first node there is of those that programs open. */
    private String node(Accelerator each) {
      List<DeviceNode.Role> roles =
          List.of(DeviceNode.Role.RENDER, DeviceNode.Role.ACCEL, DeviceNode.Role.MALI);
      return each.nodes().stream()
          .filter(node -> roles.contains(node.role()) && node.present())
          .map(node -> node.path().substring(node.path().lastIndexOf('/') + 1))
          .findFirst()
          .orElse("-");
    }

    @ParameterizedTest
    @MethodSource("dev.hearth.machine.survey.SurveyorTest#names")
    void knowsTheComputerAroundThem(String name) {
      Host host = survey(Machines.of(name)).host();
      assertThat(host.system().architecture().asOptional()).isPresent();
      assertThat(host.system().distribution().asOptional()).isPresent();
      assertThat(host.processor().threads().asOptional()).isPresent();
      assertThat(host.memory().available().asOptional()).isPresent();
      assertThat(host.account().groupsOnDisk()).isEqualTo(host.account().groupsNow());
      assertThat(host.services().cgroupVersion().asOptional()).isPresent();
    }
  }

  @Nested
  class OverTheLargestMachine {
    private final Machine machine = largest();

    private static Machine largest() {
      return CapturedTree.parse(Mi300Cpx.capture()).asOptional().map(Machine::new).orElseThrow();
    }

    @Test
    void findsEachPartitionOnce() {
      List<Accelerator> found = survey(machine).accelerators();
      assertThat(found).hasSize(Mi300Cpx.GPUS * Mi300Cpx.PARTITIONS);
      assertThat(found).extracting(Accelerator::id).doesNotHaveDuplicates();
      assertThat(found)
          .extracting(each -> each.memory().dedicated())
          .containsOnly(Reading.known(Mi300Cpx.VRAM / Mi300Cpx.PARTITIONS));
    }

    @Test
    void givesEachPartitionItsRenderNodeByTheAddressOfItsCard() {
      List<String> found =
          survey(machine).accelerators().stream()
              .map(each -> each.id() + " " + each.node(DeviceNode.Role.RENDER).orElseThrow().path())
              .toList();
      assertThat(found)
          .contains("pci-" + Mi300Cpx.address(0) + "-xcp0 /dev/dri/renderD128")
          .contains(
              "pci-" + Mi300Cpx.address(6) + "-xcp3 /dev/dri/renderD" + Mi300Cpx.renderMinor(6, 3))
          .contains("pci-" + Mi300Cpx.address(7) + "-xcp7 /dev/dri/renderD191");
    }

    @Test
    void readsNeitherCachesNorLinks() {
      survey(machine);
      assertThat(machine.seen().contents().keySet())
          .noneMatch(path -> path.contains("/caches/") || path.contains("/io_links/"));
    }
  }

  @Nested
  class OverAMalformedMachine {
    @TempDir Path root;

    @ParameterizedTest
    @EnumSource(MalformedMachine.class)
    void comesToAnEnd(MalformedMachine kind) throws IOException {
      Machine machine = kind.in(root);
      assertThatCode(() -> survey(machine)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(MalformedMachine.class)
    void takesNoNumberOutOfIt(MalformedMachine kind) throws IOException {
      Machine machine = kind.in(root);
      assertThat(survey(machine).accelerators())
          .allSatisfy(each -> {
            assertThat(each.memory().dedicated()).isInstanceOf(Reading.Unknown.class);
            assertThat(each.computeUnits()).isInstanceOf(Reading.Unknown.class);
          });
      assertThat(survey(machine).host().memory().total()).isInstanceOf(Reading.Unknown.class);
    }
  }
}
