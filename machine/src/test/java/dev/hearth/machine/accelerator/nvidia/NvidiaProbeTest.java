package dev.hearth.machine.accelerator.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import dev.hearth.machine.capture.CapturedTree;
import dev.hearth.machine.nvml.Nvml;
import dev.hearth.machine.nvml.NvmlAnswers;
import dev.hearth.machine.nvml.NvmlGpu;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvidiaProbeTest {
  private static final String NODES =
      """
      char /dev/nvidiactl 0666 0:0
      char /dev/nvidia-uvm 0666 0:0
      char /dev/nvidia-uvm-tools 0666 0:0
      char /dev/nvidia-modeset 0666 0:0
      char /dev/nvidia0 0666 0:0
      """;

  /** An NVML that must not be asked. */
  private static final Nvml UNTOUCHED =
      new Nvml() {
        @Override
        public Reading<List<NvmlGpu>> gpus() {
          throw new AssertionError("asked");
        }

        @Override
        public Reading<String> driverVersion() {
          throw new AssertionError("asked");
        }

        @Override
        public Reading<String> libraryVersion() {
          throw new AssertionError("asked");
        }

        @Override
        public Reading<String> cudaVersion() {
          throw new AssertionError("asked");
        }

        @Override
        public List<String> troubles() {
          throw new AssertionError("asked");
        }
      };

  private static Machine machine(String entries) {
    return switch (CapturedTree.parse("hearth capture 1\n" + entries)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static List<Accelerator> probe(String entries, Nvml nvml) {
    Machine machine = machine(entries);
    return NvidiaProbe.probe(
        machine, PciBus.displays(machine), DrmNodes.of(machine), DeviceNames.of(machine), nvml);
  }

  private static Accelerator only(String entries, Nvml nvml) {
    List<Accelerator> found = probe(entries, nvml);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Details.Nvidia details(Accelerator accelerator) {
    return (Details.Nvidia) accelerator.details();
  }

  private static String unknown(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known: " + reading;
  }

  private static String card(String address, String deviceId) {
    String folder = "/sys/bus/pci/devices/" + address;
    return """
    file FOLDER/vendor
      0x10de
    file FOLDER/device
      0xDEVICE
    file FOLDER/class
      0x030000
    file FOLDER/revision
      0xa1
    file FOLDER/resource
      0x00000000f6000000 0x00000000f6ffffff 0x0000000000040200
      0x0000000800000000 0x0000000fffffffff 0x000000000014220c
    """
        .replace("FOLDER", folder)
        .replace("DEVICE", deviceId);
  }

  private static String bound(String address, String driver) {
    return "link /sys/bus/pci/devices/%s/driver -> ../../../../bus/pci/drivers/%s\n"
        .formatted(address, driver);
  }

  /** What the module of a version leaves in /proc and /sys; the open one calls itself so. */
  private static String module(String version) {
    return """
    file /sys/module/nvidia/version
      VERSION
    file /proc/driver/nvidia/version
      NVRM version: NVIDIA UNIX x86_64 Kernel Module  VERSION  Tue Apr  8 12:41:17 UTC 2025
      GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)
    """
        .replace("VERSION", version);
  }

  private static String information(String address, String model, int minor) {
    return """
    file /proc/driver/nvidia/gpus/ADDRESS/information
      Model: 		 MODEL
      IRQ:   		 152
      GPU UUID: 	 GPU-00000000-0000-0000-0000-00000000000MINOR
      Video BIOS: 	 95.02.3c.00.8c
      Bus Type: 	 PCIe
      DMA Size: 	 47 bits
      DMA Mask: 	 0x7fffffffffff
      Bus Location: 	 ADDRESS
      Device Minor: 	 MINOR
      GPU Excluded:	 No
    """
        .replace("ADDRESS", address)
        .replace("MODEL", model)
        .replace("MINOR", "" + minor);
  }

  private static NvmlGpu gpu(String address, String name, String capability, long mib) {
    return new NvmlGpu(
        PciAddress.parse(address).orElseThrow(),
        Reading.known(name),
        Reading.known("GPU-by-nvml"),
        Reading.known(0),
        Reading.known(new NvmlGpu.Memory(mib << 20, 500L << 20)),
        Reading.known(capability),
        Reading.known(16_384),
        Reading.known(false));
  }

  private static Nvml answering(NvmlGpu... gpus) {
    return new NvmlAnswers(
        Reading.known(List.of(gpus)),
        Reading.known("550.163.01"),
        Reading.known("550.163.01"),
        Reading.known("12.4"),
        List.of());
  }

  /** Driver 550.163.01 of Debian 12, with everything in place. */
  @Nested
  class AnRtx4090 {
    private static final String ENTRIES =
        card("0000:01:00.0", "2684")
            + bound("0000:01:00.0", "nvidia")
            + module("550.163.01")
            + information("0000:01:00.0", "NVIDIA GeForce RTX 4090", 0)
            + NODES
            + """
            link /usr/lib/x86_64-linux-gnu/libcuda.so.1 -> /etc/alternatives/glx--libcuda.so.1
            link /etc/alternatives/glx--libcuda.so.1 -> /usr/lib/nvidia/libcuda.so.1
            link /usr/lib/nvidia/libcuda.so.1 -> libcuda.so.550.163.01
            file /usr/lib/nvidia/libcuda.so.550.163.01
            link /sys/class/drm/renderD128 -> ../../devices/pci0/0000:01:00.0/drm/renderD128
            link /sys/devices/pci0/0000:01:00.0/drm/renderD128/device -> ../../../0000:01:00.0
            char /dev/dri/renderD128 0660 0:105
            """;

    @Test
    void isKnownWholeWithNvml() {
      Accelerator card =
          only(ENTRIES, answering(gpu("0000:01:00.0", "NVIDIA GeForce RTX 4090", "8.9", 24_564)));
      assertThat(card.id()).isEqualTo("pci-0000:01:00.0");
      assertThat(card.vendor()).isEqualTo(Vendor.NVIDIA);
      assertThat(card.name()).isEqualTo(Reading.known("NVIDIA GeForce RTX 4090"));
      assertThat(card.architecture()).isEqualTo(Reading.known("8.9"));
      assertThat(card.form()).isEqualTo(Reading.known(Accelerator.Form.DISCRETE));
      assertThat(card.computeUnits()).isEqualTo(Reading.known(128));
      assertThat(card.memory().dedicated()).isEqualTo(Reading.known(24_564L << 20));
      assertThat(card.memory().dedicatedUsed()).isEqualTo(Reading.known(500L << 20));
      assertThat(card.memory().visible()).isEqualTo(Reading.known(32L << 30));
      assertThat(card.nodes())
          .extracting(DeviceNode::path)
          .containsExactly(
              "/dev/nvidia0",
              "/dev/nvidiactl",
              "/dev/nvidia-uvm",
              "/dev/nvidia-uvm-tools",
              "/dev/nvidia-modeset",
              "/dev/dri/renderD128");
      assertThat(card.nodes()).allMatch(DeviceNode::present);
      assertThat(card.details())
          .isEqualTo(
              new Details.Nvidia(
                  Reading.known("550.163.01"),
                  Reading.known(false),
                  Reading.known("550.163.01"),
                  Reading.known("12.4"),
                  Reading.known(0),
                  Reading.known("GPU-by-nvml"),
                  Reading.known(false),
                  Reading.known("asked"),
                  Reading.unknown("no Jetson board")));
    }

    @Test
    void isKnownByTheKernelWithoutNvml() {
      Accelerator card = only(ENTRIES, Nvml.absent("libnvidia-ml.so.1 is not installed"));
      assertThat(card.name()).isEqualTo(Reading.known("NVIDIA GeForce RTX 4090"));
      assertThat(card.architecture()).isEqualTo(Reading.known("8.9"));
      assertThat(unknown(card.memory().dedicated()))
          .isEqualTo("libnvidia-ml.so.1 is not installed");
      assertThat(details(card).minor()).isEqualTo(Reading.known(0));
      assertThat(details(card).uuid())
          .isEqualTo(Reading.known("GPU-00000000-0000-0000-0000-000000000000"));
      assertThat(details(card).libraryVersion()).isEqualTo(Reading.known("550.163.01"));
      assertThat(details(card).cudaVersion()).isEqualTo(Reading.known("12.4"));
      assertThat(details(card).mig()).isEqualTo(Reading.known(false));
      assertThat(unknown(details(card).nvml())).isEqualTo("libnvidia-ml.so.1 is not installed");
    }

    @Test
    void withTheOpenModuleSaysSo() {
      String open =
          ENTRIES.replace(
              "NVIDIA UNIX x86_64 Kernel Module", "NVIDIA UNIX Open Kernel Module for x86_64");
      assertThat(details(only(open, Nvml.absent("none"))).openModule())
          .isEqualTo(Reading.known(true));
    }

    @Test
    void readsTheVersionFromProcWhereTheModuleHasNone() {
      String old = ENTRIES.replace("file /sys/module/nvidia/version\n  550.163.01\n", "");
      assertThat(details(only(old, Nvml.absent("none"))).moduleVersion())
          .isEqualTo(Reading.known("550.163.01"));
    }
  }

  /** The package was updated, the machine not restarted: the old module is still loaded. */
  @Nested
  class AfterAnUpdate {
    @Test
    void moduleAndLibraryDisagreeAndNvmlSaysWhy() {
      String mismatch = "NVML: driver/library version mismatch (18)";
      Nvml nvml =
          new NvmlAnswers(
              Reading.unknown(mismatch),
              Reading.unknown(mismatch),
              Reading.known("550.163.01"),
              Reading.unknown(mismatch),
              List.of());
      Accelerator card =
          only(
              card("0000:01:00.0", "2684")
                  + bound("0000:01:00.0", "nvidia")
                  + module("535.247.01")
                  + information("0000:01:00.0", "NVIDIA GeForce RTX 4090", 0)
                  + NODES,
              nvml);
      assertThat(details(card).moduleVersion()).isEqualTo(Reading.known("535.247.01"));
      assertThat(details(card).libraryVersion()).isEqualTo(Reading.known("550.163.01"));
      assertThat(details(card).cudaVersion()).isEqualTo(Reading.known("12.2"));
      assertThat(unknown(details(card).nvml())).isEqualTo(mismatch);
    }
  }

  /** A server after boot: the module is loaded, and nobody has opened the GPU yet. */
  @Nested
  class WithoutNodes {
    private static final String ENTRIES =
        card("0000:01:00.0", "2684")
            + bound("0000:01:00.0", "nvidia")
            + module("550.163.01")
            + information("0000:01:00.0", "NVIDIA GeForce RTX 4090", 0);

    @Test
    void listsThemAsMissing() {
      Accelerator card = only(ENTRIES, UNTOUCHED);
      assertThat(card.nodes())
          .extracting(DeviceNode::path)
          .containsExactly(
              "/dev/nvidia0",
              "/dev/nvidiactl",
              "/dev/nvidia-uvm",
              "/dev/nvidia-uvm-tools",
              "/dev/nvidia-modeset");
      assertThat(card.nodes()).noneMatch(DeviceNode::present);
    }

    @Test
    void doesNotAskNvmlWhichWouldMakeThem() {
      assertThat(unknown(details(only(ENTRIES, UNTOUCHED)).nvml()))
          .isEqualTo("NVML is not asked: it would make /dev/nvidiactl, which does not exist");
      assertThat(
              unknown(details(only(ENTRIES + "char /dev/nvidiactl 0666 0:0\n", UNTOUCHED)).nvml()))
          .isEqualTo("NVML is not asked: it would make /dev/nvidia0, which does not exist");
    }

    @Test
    void missesOnlyUvmWhereADisplayMadeTheRest() {
      String display = NODES.replace("char /dev/nvidia-uvm 0666 0:0\n", "");
      Accelerator card =
          only(
              ENTRIES + display,
              answering(gpu("0000:01:00.0", "NVIDIA GeForce RTX 4090", "8.9", 24_564)));
      assertThat(card.nodes())
          .filteredOn(node -> !node.present())
          .extracting(DeviceNode::path)
          .containsExactly("/dev/nvidia-uvm");
      assertThat(details(card).nvml()).isEqualTo(Reading.known("asked"));
    }

    @Test
    void questionMarksAreUnknown() {
      String marks =
          ENTRIES
              .replace("GPU-00000000-0000-0000-0000-000000000000", "GPU-????????-????-????-????")
              .replace("NVIDIA GeForce RTX 4090", "Unknown");
      Accelerator card = only(marks, UNTOUCHED);
      assertThat(unknown(details(card).uuid())).contains("does not tell the GPU UUID yet");
      assertThat(details(card).minor()).isEqualTo(Reading.known(0));
      assertThat(card.name().orElse("")).contains("4090");
    }
  }

  @Nested
  class ALaptopWhoseGpuSleeps {
    @Test
    void isNotWoken() {
      Accelerator card =
          only(
              card("0000:01:00.0", "28e0")
                  + bound("0000:01:00.0", "nvidia")
                  + module("570.169")
                  + NODES
                  + "file /sys/bus/pci/devices/0000:01:00.0/power/runtime_status\n  suspended\n",
              UNTOUCHED);
      assertThat(unknown(details(card).nvml()))
          .isEqualTo("NVML is not asked: it would wake 0000:01:00.0, which sleeps");
      assertThat(card.architecture()).isEqualTo(Reading.known("8.9"));
      assertThat(details(card).cudaVersion()).isEqualTo(Reading.known("12.8"));
    }
  }

  /** Kepler, which no driver after 470 knows; nouveau drives displays and no CUDA. */
  @Nested
  class AGt710WithNouveau {
    private final Accelerator card =
        only(
            card("0000:02:00.0", "128b")
                + bound("0000:02:00.0", "nouveau")
                + """
                link /sys/class/drm/card0 -> ../../devices/pci0/0000:02:00.0/drm/card0
                link /sys/devices/pci0/0000:02:00.0/drm/card0/device -> ../../../0000:02:00.0
                char /dev/dri/card0 0660 0:44
                """,
            UNTOUCHED);

    @Test
    void hasItsComputeCapabilityByTheTable() {
      assertThat(card.architecture()).isEqualTo(Reading.known("3.5"));
      assertThat(card.form()).isEqualTo(Reading.known(Accelerator.Form.DISCRETE));
    }

    @Test
    void saysWhoDrivesItAndHasNoNvidiaNodes() {
      assertThat(card.drivenBy("nouveau")).isTrue();
      assertThat(card.nodes()).extracting(DeviceNode::path).containsExactly("/dev/dri/card0");
      assertThat(unknown(details(card).moduleVersion())).contains("does not exist");
      assertThat(unknown(card.memory().dedicated()))
          .isEqualTo("NVML is not asked: no GPU is bound to NVIDIA's driver");
    }
  }

  @Nested
  class WithAnotherDriverOrNone {
    @Test
    void isGivenToAVirtualMachine() {
      Accelerator card =
          only(card("0000:01:00.0", "2684") + bound("0000:01:00.0", "vfio-pci"), UNTOUCHED);
      assertThat(card.drivenBy("vfio-pci")).isTrue();
      assertThat(card.nodes()).isEmpty();
    }

    @Test
    void isBoundToNothing() {
      Accelerator card = only(card("0000:01:00.0", "2684"), UNTOUCHED);
      assertThat(unknown(card.driver())).contains("driver does not exist");
      assertThat(card.nodes()).isEmpty();
    }
  }

  @Nested
  class AnA100 {
    private static final String ENTRIES =
        card("0000:07:00.0", "20b0")
            + bound("0000:07:00.0", "nvidia")
            + module("535.129.03")
            + information("0000:07:00.0", "NVIDIA A100-SXM4-40GB", 0)
            + NODES;

    @Test
    void isCutWhereTheModuleListsInstances() {
      String cut =
          ENTRIES
              + """
              file /proc/driver/nvidia/capabilities/gpu0/mig/gi1/access
                DeviceFileMinor: 12
              file /proc/driver/nvidia/capabilities/gpu0/mig/gi1/ci0/access
                DeviceFileMinor: 13
              """;
      Accelerator card =
          only(cut + "char /dev/nvidia-caps/nvidia-cap12 0444 0:0\n", Nvml.absent("none"));
      assertThat(details(card).mig()).isEqualTo(Reading.known(true));
      assertThat(card.nodes())
          .filteredOn(node -> node.role() == Role.NVIDIA_INSTANCE)
          .extracting(DeviceNode::path, DeviceNode::present)
          .containsExactly(
              Tuple.tuple("/dev/nvidia-caps/nvidia-cap12", true),
              Tuple.tuple("/dev/nvidia-caps/nvidia-cap13", false));
    }

    @Test
    void isNotKnownToBeWholeByAnEmptyFolder() {
      String none = ENTRIES + "dir /proc/driver/nvidia/capabilities/gpu0/mig\n";
      assertThat(unknown(details(only(none, Nvml.absent("none"))).mig()))
          .contains("only NVML tells the mode");
    }
  }

  /** One host with two MI50 and two A2: render nodes are told apart by their device. */
  @Nested
  class TwoA2BesideTwoMi50 {
    private static final String ENTRIES =
        card("0000:41:00.0", "25b6")
            + bound("0000:41:00.0", "nvidia")
            + information("0000:41:00.0", "NVIDIA A2", 0)
            + card("0000:42:00.0", "25b6")
            + bound("0000:42:00.0", "nvidia")
            + information("0000:42:00.0", "NVIDIA A2", 1)
            + module("550.163.01")
            + NODES
            + "char /dev/nvidia1 0666 0:0\n"
            + card("0000:83:00.0", "66a1").replace("0x10de", "0x1002")
            + bound("0000:83:00.0", "amdgpu")
            + render(128, "0000:83:00.0")
            + render(130, "0000:41:00.0")
            + render(131, "0000:42:00.0");

    private static String render(int minor, String address) {
      return """
      link /sys/class/drm/renderDMINOR -> ../../devices/pci0/ADDRESS/drm/renderDMINOR
      link /sys/devices/pci0/ADDRESS/drm/renderDMINOR/device -> ../../../ADDRESS
      char /dev/dri/renderDMINOR 0660 0:105
      """
          .replace("MINOR", "" + minor)
          .replace("ADDRESS", address);
    }

    @Test
    void areTwoAndEachHasItsOwnNodes() {
      List<Accelerator> cards = probe(ENTRIES, Nvml.absent("none"));
      assertThat(cards)
          .extracting(Accelerator::id)
          .containsExactly("pci-0000:41:00.0", "pci-0000:42:00.0");
      assertThat(cards)
          .extracting(card -> card.node(Role.NVIDIA).orElseThrow().path())
          .containsExactly("/dev/nvidia0", "/dev/nvidia1");
      assertThat(cards)
          .extracting(card -> card.node(Role.RENDER).orElseThrow().path())
          .containsExactly("/dev/dri/renderD130", "/dev/dri/renderD131");
      assertThat(cards).extracting(Accelerator::architecture).containsOnly(Reading.known("8.6"));
    }

    @Test
    void oneThatNvmlDoesNotListIsStillThere() {
      List<Accelerator> cards =
          probe(ENTRIES, answering(gpu("0000:41:00.0", "NVIDIA A2", "8.6", 15_356)));
      assertThat(unknown(details(cards.get(1)).nvml()))
          .isEqualTo("NVML does not list 0000:42:00.0");
      assertThat(cards.get(1).name()).isEqualTo(Reading.known("NVIDIA A2"));
    }
  }

  /** GB10: an NVIDIA GPU on PCI whose memory is the computer's. */
  @Nested
  class ADgxSpark {
    @Test
    void sharesMemory() {
      Accelerator card =
          only(
              card("000f:01:00.0", "2e12")
                  + bound("000f:01:00.0", "nvidia")
                  + module("580.95.05")
                  + NODES
                  + "file /proc/meminfo\n  MemTotal:       125513348 kB\n",
              Nvml.absent("none"));
      assertThat(card.form()).isEqualTo(Reading.known(Accelerator.Form.INTEGRATED));
      assertThat(card.memory().shared()).isEqualTo(Reading.known(125_513_348L * 1024));
      assertThat(unknown(card.memory().dedicated())).isEqualTo("it shares the computer's memory");
      assertThat(card.architecture()).isEqualTo(Reading.known("12.1"));
      assertThat(details(card).cudaVersion()).isEqualTo(Reading.known("13.0"));
    }
  }

  /** Jetson Linux 36.4.3 on an Orin NX. */
  @Nested
  class AJetsonOrin {
    private static final String ENTRIES =
        """
        file /proc/device-tree/compatible
          nvidia,p3768-0000+p3767-0000\\0nvidia,p3767-0000\\0nvidia,tegra234\\0\\
        file /proc/device-tree/model
          NVIDIA Jetson Orin NX Engineering Reference Developer Kit\\0\\
        file /etc/nv_tegra_release
          # R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, EABI: aarch64
        dir /sys/module/nvgpu
        dir /sys/devices/platform/bus@0/17000000.gpu
        link /sys/bus/platform/devices/17000000.gpu -> ../../../devices/platform/bus@0/17000000.gpu
        link /sys/devices/platform/bus@0/17000000.gpu/driver -> ../../../../bus/platform/drivers/gk20a
        file /proc/meminfo
          MemTotal:       15990032 kB
        char /dev/nvgpu/igpu0/channel 0660 0:44
        char /dev/nvgpu/igpu0/ctrl 0660 0:44
        char /dev/nvmap 0660 0:44
        """;

    private final Accelerator gpu = only(ENTRIES, UNTOUCHED);

    @Test
    void isAGpuInTheSocThatSharesMemory() {
      assertThat(gpu.id()).isEqualTo("platform-17000000.gpu");
      assertThat(gpu.name())
          .isEqualTo(Reading.known("NVIDIA Jetson Orin NX Engineering Reference Developer Kit"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("8.7"));
      assertThat(gpu.form()).isEqualTo(Reading.known(Accelerator.Form.INTEGRATED));
      assertThat(gpu.pci()).isEmpty();
      assertThat(gpu.memory().shared()).isEqualTo(Reading.known(15_990_032L * 1024));
      assertThat(unknown(gpu.memory().dedicated())).isEqualTo("it shares the computer's memory");
    }

    @Test
    void isDrivenByNvgpuThroughItsOwnNodes() {
      assertThat(gpu.driver()).isEqualTo(Reading.known("nvgpu"));
      assertThat(gpu.nodes())
          .extracting(DeviceNode::path)
          .containsExactly("/dev/nvgpu/igpu0/channel", "/dev/nvgpu/igpu0/ctrl", "/dev/nvmap");
      assertThat(gpu.nodes()).allMatch(DeviceNode::present);
    }

    @Test
    void tellsItsRelease() {
      assertThat(details(gpu).jetson()).isEqualTo(Reading.known("36.4.3"));
    }

    @Test
    void prefersTheNewNodesWhereBothAreThere() {
      assertThat(only(ENTRIES + "char /dev/nvhost-gpu 0660 0:44\n", UNTOUCHED).nodes())
          .first()
          .extracting(DeviceNode::path)
          .isEqualTo("/dev/nvgpu/igpu0/channel");
    }

    @Test
    void withJetsonLinux35HasTheOldNodes() {
      String old = "char /dev/nvhost-gpu 0660 0:44\n" + ENTRIES.replace("/dev/nvgpu", "/old");
      assertThat(only(old, UNTOUCHED).nodes())
          .extracting(DeviceNode::path)
          .containsExactly("/dev/nvhost-gpu", "/dev/nvhost-ctrl-gpu", "/dev/nvmap");
    }
  }

  @Nested
  class TheTableOfChips {
    @ParameterizedTest
    @CsvSource({
      "128b, GK208, 3.5", // GT 710
      "1c03, GP106, 6.1", // GTX 1060
      "1db6, GV100, 7.0", // V100
      "1eb8, TU104, 7.5", // T4
      "2204, GA102, 8.6", // RTX 3090
      "25b6, GA107, 8.6", // A2
      "2684, AD102, 8.9", // RTX 4090
      "2330, GH100, 9.0", // H100
      "2b85, GB202, 12.0" // RTX 5090
    })
    void knowsTheUsualOnes(String deviceId, String chip, String capability) {
      assertThat(Chip.of(Integer.parseInt(deviceId, 16)))
          .isEqualTo(Reading.known(new Chip(chip, capability)));
    }

    @Test
    void doesNotGuess() {
      assertThat(unknown(Chip.of(0x3fff))).isEqualTo("no table here has NVIDIA's device 3fff");
      assertThat(unknown(Chip.of(0x0020))).isEqualTo("no table here has NVIDIA's device 0020");
    }

    @Test
    void knowsTheMultiprocessorsOfEachOfItsChips() {
      assertThat(Table.rows("chips.txt"))
          .hasSizeGreaterThan(50)
          .allMatch(row -> row.length == 4)
          .filteredOn(row -> !row[3].startsWith("2."))
          .allSatisfy(
              row -> assertThat(Chip.coresPerMultiprocessor(row[3]).asOptional()).isPresent());
    }
  }

  @Nested
  class AMachineWithoutNvidia {
    @Test
    void hasNone() {
      assertThat(probe("", UNTOUCHED)).isEmpty();
      assertThat(probe("file /proc/device-tree/compatible\n  rockchip,rk3588\\0\\\n", UNTOUCHED))
          .isEmpty();
    }
  }

  /** Every file of the machine damaged in some places. */
  @RepeatedTest(80)
  void anyBytesAreReadWithoutComplaint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    String whole = AnRtx4090.ENTRIES + AJetsonOrin.ENTRIES;
    StringBuilder damaged = new StringBuilder();
    for (String line : whole.split("\n", -1)) {
      boolean content = line.startsWith("  ") && random.nextInt(3) == 0;
      damaged.append(content ? "  " + noise(random) : line).append('\n');
    }
    assertThat(probe(damaged.toString(), Nvml.absent("none"))).isNotNull();
  }

  private static String noise(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) "0123456789abcdefx.: -#R\tNVIDIA?".charAt(random.nextInt(31));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
