package dev.hearth.machine.accelerator.arm;

import static dev.hearth.machine.accelerator.MachineText.file;
import static dev.hearth.machine.accelerator.MachineText.machine;
import static dev.hearth.machine.accelerator.MachineText.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Accelerator.Kind;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.MachineText;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmProbeTest {
  private static final String ROCK_5B =
      "file /proc/device-tree/compatible\n  radxa,rock-5b\\0rockchip,rk3588\\0\\\n";

  private static List<Accelerator> probe(String entries) {
    Machine machine = machine(entries);
    return ArmProbe.probe(machine, DrmNodes.of(machine));
  }

  private static Accelerator only(String entries) {
    List<Accelerator> found = probe(entries);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /** A platform device and what its uevent says, lines parted by blanks. */
  private static String device(String name, String uevent) {
    return "link /sys/bus/platform/devices/%1$s -> ../../../devices/platform/%1$s\n".formatted(name)
        + "file /sys/devices/platform/"
        + name
        + "/uevent\n  "
        + uevent.replace(" ", "\n  ")
        + "\n";
  }

  private static String bound(String name, String driver) {
    return "link /sys/bus/platform/drivers/%s/%s -> ../../../../devices/platform/%s\n"
        .formatted(driver, name, name);
  }

  private static String node(String device, String node) {
    String group = node.startsWith("accel") ? "accel" : "drm";
    return """
    link /sys/class/%1$s/%2$s -> ../../devices/platform/%3$s/%1$s/%2$s
    link /sys/devices/platform/%3$s/%1$s/%2$s/device -> ../../../%3$s
    char /dev/%4$s/%2$s 0660 0:107 rw
    """
        .formatted(group, node, device, group.equals("drm") ? "dri" : "accel");
  }

  private static final String DISPLAY =
      device(
              "display-subsystem",
              "DRIVER=rockchip-drm OF_COMPATIBLE_0=rockchip,display-subsystem OF_COMPATIBLE_N=1")
          + node("display-subsystem", "card0");

  /** A ROCK 5B under Rockchip's kernel: kbase, RKNPU, and a display with a render node. */
  @Nested
  class AnRk3588OnTheVendorsKernel {
    private static final String BOARD =
        ROCK_5B
            + DISPLAY
            + node("display-subsystem", "renderD128")
            + device("fdab0000.npu", "DRIVER=RKNPU OF_COMPATIBLE_0=rockchip,rk3588-rknpu")
            + bound("fdab0000.npu", "RKNPU")
            + node("fdab0000.npu", "card1")
            + node("fdab0000.npu", "renderD129")
            + device("fb000000.gpu", "DRIVER=mali OF_COMPATIBLE_0=arm,mali-bifrost")
            + "link /sys/class/misc/mali0 -> ../../devices/platform/fb000000.gpu/misc/mali0\n"
            + "link /sys/devices/platform/fb000000.gpu/misc/mali0/device -> ../../../fb000000.gpu\n"
            + file("/sys/devices/platform/fb000000.gpu/gpuinfo", "Mali-G610 4 cores r0p0 0xA867")
            + "char /dev/mali0 0666 0:0 rw\n"
            + "file /usr/lib/libmali.so\n"
            + "file /lib/firmware/mali_csffw.bin\n";

    private static final String VERSION = file("/sys/module/rknpu/version", "0.9.8");

    private final List<Accelerator> found = probe(BOARD + VERSION);

    @Test
    void hasTwoAcceleratorsAndNoneForTheDisplay() {
      assertThat(found)
          .extracting(Accelerator::id)
          .containsExactly("platform-fb000000.gpu", "platform-fdab0000.npu");
    }

    @Test
    void hasAMaliByWhatKbaseTellsNotByTheDeviceTree() {
      Accelerator gpu = found.getFirst();
      assertThat(gpu.vendor()).isEqualTo(Vendor.ARM);
      assertThat(gpu.name()).isEqualTo(Reading.known("Mali-G610"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("valhall"));
      assertThat(gpu.driver()).isEqualTo(Reading.known("mali"));
      assertThat(gpu.computeUnits()).isEqualTo(Reading.known(4));
      assertThat(gpu.node(DeviceNode.Role.MALI)).get().matches(DeviceNode::usable);
      assertThat(gpu.details())
          .isEqualTo(
              new Details.Mali(
                  Reading.known("Mali-G610"),
                  Reading.known("/usr/lib/libmali.so"),
                  Reading.known("/lib/firmware/mali_csffw.bin"),
                  Reading.known(true)));
    }

    @Test
    void hasAnNpuWhoseNodesAreRenderNodes() {
      Accelerator npu = found.getLast();
      assertThat(npu.kind()).isEqualTo(Kind.NPU);
      assertThat(npu.vendor()).isEqualTo(Vendor.ROCKCHIP);
      assertThat(npu.name()).isEqualTo(Reading.known("RK3588 NPU"));
      assertThat(npu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
      assertThat(npu.driver()).isEqualTo(Reading.known("RKNPU"));
      assertThat(npu.nodes())
          .extracting(DeviceNode::path)
          .containsExactly("/dev/dri/card1", "/dev/dri/renderD129");
      assertThat(npu.details())
          .isEqualTo(
              new Details.Rockchip(
                  Reading.known("rk3588"),
                  List.of("radxa,rock-5b", "rockchip,rk3588"),
                  Reading.known("0.9.8"),
                  Reading.known(3)));
    }

    @Test
    void hasTheDriversVersionFromDebugfsWhereNoModuleTellsIt() {
      Accelerator npu =
          probe(BOARD + file("/sys/kernel/debug/rknpu/version", "RKNPU driver: v0.9.6")).getLast();
      assertThat(version(npu)).isEqualTo(Reading.known("0.9.6"));
    }

    @Test
    void saysWhoMayReadTheVersionWhereNobodyElseMay() {
      Accelerator npu = probe(BOARD + "denied /sys/kernel/debug/rknpu/version\n").getLast();
      assertThat(reason(version(npu)))
          .isEqualTo("/sys/kernel/debug/rknpu/version may not be read by this user");
    }

    private static Reading<String> version(Accelerator npu) {
      return ((Details.Rockchip) npu.details()).driverVersion();
    }
  }

  /** The same board under Linux 6.18: panthor and rocket. */
  @Nested
  class AnRk3588OnLinuxItself {
    private static final String CORE =
        "OF_COMPATIBLE_0=rockchip,rk3588-rknn-core OF_COMPATIBLE_N=1";

    private static final String GPU =
        device(
                "fb000000.gpu",
                "DRIVER=panthor OF_COMPATIBLE_0=rockchip,rk3588-mali"
                    + " OF_COMPATIBLE_1=arm,mali-valhall-csf OF_COMPATIBLE_N=2")
            + node("fb000000.gpu", "card1")
            + node("fb000000.gpu", "renderD128");

    private static final String ROCKET =
        device("fdab0000.npu", "DRIVER=rocket " + CORE)
            + device("fdac0000.npu", "DRIVER=rocket " + CORE)
            + device("fdad0000.npu", "DRIVER=rocket " + CORE)
            + bound("fdab0000.npu", "rocket")
            + bound("fdac0000.npu", "rocket")
            + bound("fdad0000.npu", "rocket")
            + device("rknn", "MODALIAS=platform:rknn")
            + node("rknn", "accel0");

    @Test
    void hasAMaliOnPanthorWithoutTheVendorsNode() {
      Accelerator gpu = probe(ROCK_5B + DISPLAY + GPU + ROCKET).getFirst();
      assertThat(gpu.id()).isEqualTo("platform-fb000000.gpu");
      assertThat(gpu.driver()).isEqualTo(Reading.known("panthor"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("valhall"));
      assertThat(gpu.node(DeviceNode.Role.MALI)).isEmpty();
      assertThat(gpu.node(DeviceNode.Role.RENDER)).get().matches(DeviceNode::usable);
      assertThat(gpu.details())
          .isEqualTo(
              new Details.Mali(
                  Reading.known("Mali-G610"),
                  Reading.unknown("libmali.so is in none of the usual folders"),
                  Reading.unknown("mali_csffw.bin is in none of the usual folders"),
                  Reading.known(true)));
    }

    @Test
    void hasOneNpuOfThreeCoresOnRocketWithTheAccelNodeOfAnotherDevice() {
      List<Accelerator> found = probe(ROCK_5B + DISPLAY + GPU + ROCKET);
      assertThat(found).hasSize(2);
      Accelerator npu = found.getLast();
      assertThat(npu.id()).isEqualTo("platform-fdab0000.npu");
      assertThat(npu.driver()).isEqualTo(Reading.known("rocket"));
      assertThat(npu.computeUnits()).isEqualTo(Reading.known(3));
      assertThat(npu.nodes()).extracting(DeviceNode::path).containsExactly("/dev/accel/accel0");
      assertThat(reason(((Details.Rockchip) npu.details()).driverVersion()))
          .startsWith("rocket is Linux' own driver");
    }

    @Test
    void mayHaveTheVendorsDriverAddedWhoseDrmDeviceTellsNothing() {
      Accelerator npu =
          probe(
                  ROCK_5B
                      + DISPLAY
                      + GPU
                      + device("fdab0000.npu", "DRIVER=RKNPU " + CORE)
                      + bound("fdab0000.npu", "RKNPU")
                      + "file /sys/devices/platform/virtual/uevent\n"
                      + node("virtual", "renderD129"))
              .getLast();
      assertThat(npu.driver()).isEqualTo(Reading.known("RKNPU"));
      assertThat(npu.nodes()).extracting(DeviceNode::path).containsExactly("/dev/dri/renderD129");
    }

    @Test
    void listsAGpuAndAnNpuThatNothingDrives() {
      List<Accelerator> found =
          probe(
              ROCK_5B
                  + device("fb000000.gpu", "OF_COMPATIBLE_0=rockchip,rk3588-mali")
                  + device("fdab0000.npu", CORE)
                  + device("fdac0000.npu", CORE));
      assertThat(found)
          .extracting(Accelerator::id)
          .containsExactly("platform-fb000000.gpu", "platform-fdab0000.npu");
      assertThat(reason(found.getFirst().driver())).isEqualTo("no driver is bound to fb000000.gpu");
      assertThat(found.getFirst().nodes()).isEmpty();
    }
  }

  @Nested
  class AMali {
    @Test
    void onPanfrostHasNoModelUnlessTheDeviceTreeNamesOne() {
      String odroid =
          device(
                  "ffe40000.gpu",
                  "DRIVER=panfrost OF_COMPATIBLE_0=amlogic,meson-g12a-mali"
                      + " OF_COMPATIBLE_1=arm,mali-bifrost")
              + node("ffe40000.gpu", "renderD128");
      Accelerator gpu = only(odroid);
      assertThat(gpu.name()).isEqualTo(Reading.known("Mali"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("bifrost"));
      assertThat(((Details.Mali) gpu.details()).csf()).isEqualTo(Reading.known(false));
      assertThat(reason(((Details.Mali) gpu.details()).model()))
          .isEqualTo("the device tree does not name the model; the kernel's log does");
    }

    @Test
    void ofMidgardIsNamedByTheDeviceTree() {
      String rk3399 =
          device(
                  "ff9a0000.gpu",
                  "DRIVER=panfrost OF_COMPATIBLE_0=rockchip,rk3399-mali"
                      + " OF_COMPATIBLE_1=arm,mali-t860")
              + node("ff9a0000.gpu", "renderD128");
      assertThat(only(rk3399).name()).isEqualTo(Reading.known("Mali-T860"));
      assertThat(only(rk3399).architecture()).isEqualTo(Reading.known("midgard"));
    }

    @Test
    void inAContainerIsKnownByItsNodeAlone() {
      Accelerator gpu = only("char /dev/mali0 0666 0:0 rw\n");
      assertThat(gpu.id()).isEqualTo("platform-mali0");
      assertThat(gpu.driver()).isEqualTo(Reading.known("mali"));
      assertThat(gpu.architecture().asOptional()).isEmpty();
    }
  }

  @Nested
  class OtherBoards {
    @Test
    void haveTheirGpuWithItsMakersName() {
      String raspberryPi5 =
          device("1002000000.v3d", "DRIVER=v3d OF_COMPATIBLE_0=brcm,2712-v3d")
              + node("1002000000.v3d", "card0")
              + node("1002000000.v3d", "renderD128")
              + device("axi:gpu", "DRIVER=vc4-drm OF_COMPATIBLE_0=brcm,bcm2712-vc6")
              + node("axi:gpu", "card1");
      Accelerator gpu = only(raspberryPi5);
      assertThat(gpu.vendor()).isEqualTo(Vendor.OTHER);
      assertThat(gpu.name()).isEqualTo(Reading.known("Broadcom VideoCore VII"));
      assertThat(gpu.driver()).isEqualTo(Reading.known("v3d"));
      assertThat(gpu.details()).isEqualTo(new Details.None());
    }

    @Test
    void haveAdrenoUnderTheNameVulkanKnowsThoughItsNodesHangOnTheDisplay() {
      String snapdragon =
          device("ae01000.display-controller", "DRIVER=msm_dpu OF_COMPATIBLE_0=qcom,sc8280xp-dpu")
              + node("ae01000.display-controller", "renderD128");
      assertThat(only(snapdragon).driver()).isEqualTo(Reading.known("msm"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgem", "vkms", "simple-framebuffer", "rockchip-drm", "meson-drm"})
    void haveNoAcceleratorInWhatOnlyDrawsOrTests(String driver) {
      assertThat(probe(device("x", "DRIVER=" + driver) + node("x", "renderD128"))).isEmpty();
    }
  }

  @Nested
  class AVirtualMachine {
    private static final String PCI = "/sys/devices/pci0000:00/0000:00:01.0";

    /** virtio-gpu on PCI as kernels from 6.1 on show it: the DRM nodes are the PCI device's. */
    private static String virtio(String features) {
      return """
      link /sys/bus/pci/devices/0000:00:01.0 -> ../../../devices/pci0000:00/0000:00:01.0
      link /sys/class/drm/renderD128 -> ../../devices/pci0000:00/0000:00:01.0/drm/renderD128
      link /sys/devices/pci0000:00/0000:00:01.0/drm/renderD128/device -> ../../../0000:00:01.0
      link /sys/devices/pci0000:00/0000:00:01.0/driver -> ../../../bus/pci/drivers/virtio-pci
      link /sys/devices/pci0000:00/0000:00:01.0/virtio0/driver -> ../../../../bus/virtio/drivers/virtio_gpu
      char /dev/dri/renderD128 0660 0:992
      """
          + file(PCI + "/virtio0/features", features);
    }

    @Test
    void withAScreenOnlyHasNoAccelerator() {
      assertThat(probe(virtio("0100000000000000000000000000010011000000"))).isEmpty();
    }

    @Test
    void withVirglOnlyHasNoneEither() {
      assertThat(probe(virtio("1100000000000000000000000000010011000000"))).isEmpty();
    }

    @Test
    void withVulkanFromTheHostHasOne() {
      Accelerator gpu = only(virtio("1101100000000000000000000000010011000000"));
      assertThat(gpu.id()).isEqualTo("pci-0000:00:01.0");
      assertThat(gpu.vendor()).isEqualTo(Vendor.OTHER);
      assertThat(gpu.driver()).isEqualTo(Reading.known("virtio_gpu"));
      assertThat(gpu.form().asOptional()).isEmpty();
    }

    @Test
    void withoutAnythingHasNone() {
      assertThat(probe("dir /sys/class/drm\n")).isEmpty();
    }
  }

  @Nested
  class WhateverTheFilesHold {
    private static final List<String> FILES =
        List.of(
            "/proc/device-tree/compatible",
            "/sys/devices/platform/fb000000.gpu/uevent",
            "/sys/devices/platform/fdab0000.npu/uevent",
            "/sys/devices/platform/ff000000.gpu/uevent",
            "/sys/class/misc/mali0/device/gpuinfo",
            "/sys/class/misc/mali0/device/uevent",
            "/sys/bus/platform/drivers/RKNPU/fdab0000.npu/uevent",
            "/sys/module/rknpu/version",
            "/proc/rknpu/version");

    @Test
    void theProbeEnds() {
      Random random = new Random(20261121);
      for (int round = 0; round < 1000; round++) {
        String entries =
            MachineText.ofAnyBytes(FILES, random)
                + node("fb000000.gpu", "renderD128")
                + node("fdab0000.npu", "accel0");
        assertThat(probe(entries))
            .hasSizeGreaterThanOrEqualTo(1)
            .allSatisfy(each -> assertThat(each.computeUnits().orElse(1)).isPositive());
      }
    }

    @Test
    void aLoopOfLinksIsNoTrouble() {
      assertThat(
              probe(
                  """
                  link /sys/class/drm/renderD128 -> renderD129
                  link /sys/class/drm/renderD129 -> renderD128
                  link /sys/class/misc/mali0 -> mali0
                  link /proc/device-tree -> /proc/device-tree
                  """))
          .isEmpty();
    }
  }
}
