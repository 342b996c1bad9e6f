package dev.hearth.machine.accelerator.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.WrittenMachine;
import org.junit.jupiter.api.Test;

class DrmNodesTest {
  private static DrmNodes nodes(WrittenMachine text) {
    return DrmNodes.of(text.machine());
  }

  @Test
  void belongToTheDeviceTheirLinkNames() {
    DrmNodes nodes =
        nodes(
            new WrittenMachine()
                .drm("0000:06:00.0", 1, 128)
                .drm("0000:21:00.0", 0, 129)
                .link("/sys/class/drm/card0-HDMI-A-1/device", "../../card0")
                .file("/sys/class/drm/version", "drm 1.1.0 20060810"));
    assertThat(nodes.devices()).containsExactly("0000:06:00.0", "0000:21:00.0");
    assertThat(nodes.of("0000:21:00.0"))
        .extracting(DeviceNode::path, DeviceNode::role, DeviceNode::usable)
        .containsExactly(
            tuple("/dev/dri/card0", DeviceNode.Role.CARD, true),
            tuple("/dev/dri/renderD129", DeviceNode.Role.RENDER, true));
    assertThat(nodes.deviceOfRender(128)).contains("0000:06:00.0");
    assertThat(nodes.deviceOfRender(130)).isEmpty();
  }

  @Test
  void haveAPlatformDeviceWhereThereIsNoPci() {
    assertThat(nodes(new WrittenMachine().drm("fb000000.gpu", 0, 128)).of("fb000000.gpu"))
        .hasSize(2);
  }

  @Test
  void areKnownToTheKernelThoughAContainerDoesNotShowThem() {
    DrmNodes nodes =
        nodes(new WrittenMachine().drm("0000:06:00.0", 0, 128).without("/dev/dri/renderD128"));
    assertThat(nodes.of("0000:06:00.0"))
        .filteredOn(node -> node.role() == DeviceNode.Role.RENDER)
        .singleElement()
        .matches(node -> !node.present() && !node.usable());
  }

  @Test
  void ofNpusAreOfTheAccelClass() {
    DrmNodes nodes =
        nodes(
            new WrittenMachine()
                .link("/sys/class/accel/accel0/device", "../../../0000:c5:00.1")
                .node("/dev/accel/accel0"));
    assertThat(nodes.of("0000:c5:00.1"))
        .singleElement()
        .matches(node -> node.role() == DeviceNode.Role.ACCEL && node.usable());
  }

  @Test
  void areJoinedByTheClassLinkWhereACopyHasLostTheOther() {
    DrmNodes nodes =
        nodes(
            new WrittenMachine()
                .link(
                    "/sys/class/drm/renderD128",
                    "../../devices/pci0000:00/0000:06:00.0/drm/renderD128"));
    assertThat(nodes.deviceOfRender(128)).contains("0000:06:00.0");
  }

  @Test
  void withoutADeviceAreNobodys() {
    assertThat(nodes(new WrittenMachine().folder("/sys/class/drm/renderD128")).devices()).isEmpty();
  }
}
