package dev.hearth.machine.accelerator.pci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.WrittenMachine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PciBusTest {
  private static List<String> found(WrittenMachine text) {
    return PciBus.displays(text.machine()).stream().map(PciDevice::address).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "1002:744c, 030000, amdgpu, a graphics card",
    "1002:740f, 038000, amdgpu, a card without outputs",
    "10de:25b6, 030200, nvidia, a 3D controller",
    "1002:74a1, 120000, amdgpu, a processing accelerator",
    "8086:643e, 120000, intel_vpu, an NPU of Intel's",
    "1022:1502, 118000, amdxdna, an NPU of AMD's",
    "1022:1502, 118000, '', an NPU of AMD's without a driver",
    "1022:abcd, 118000, amdxdna, an NPU newer than the table",
    "1a03:2000, 030000, ast, a server's console chip",
  })
  void mayCompute(String ids, String classCode, String driver, String what) {
    assertThat(found(new WrittenMachine().pci("0000:03:00.0", ids, classCode, driver)))
        .as(what)
        .containsExactly("0000:03:00.0");
  }

  @ParameterizedTest
  @CsvSource({
    "1002:ab30, 040300, snd_hda_intel, the audio function of a card",
    "1002:1478, 060400, pcieport, a bridge of AMD's",
    "1022:15e4, 118000, pcie_mp2_amd, a sensor hub",
    "1022:1649, 108000, ccp, a security processor",
    "8086:0b25, 120100, idxd, a data mover",
    "144d:a80c, 010802, nvme, a disk",
  })
  void isNoAccelerator(String ids, String classCode, String driver, String what) {
    assertThat(found(new WrittenMachine().pci("0000:03:00.1", ids, classCode, driver)))
        .as(what)
        .isEmpty();
  }

  @Test
  void isToldByItsDriverWhereTheClassCannotBeRead() {
    WrittenMachine text =
        new WrittenMachine()
            .pci("0000:03:00.0", "1002:744c", "030000", "amdgpu")
            .pci("0000:03:00.1", "1002:ab30", "040300", "snd_hda_intel")
            .without("/sys/bus/pci/devices/0000:03:00.0/class")
            .without("/sys/bus/pci/devices/0000:03:00.1/class");
    assertThat(found(text)).containsExactly("0000:03:00.0");
  }

  @Test
  void saysWhatItsFilesSay() {
    Machine machine =
        new WrittenMachine()
            .pci("0000:03:00.0", "1002:744c", "030000", "amdgpu")
            .attribute("0000:03:00.0", "current_link_width", "16")
            .attribute("0000:03:00.0", "current_link_speed", "16.0 GT/s PCIe")
            .attribute("0000:03:00.0", "subsystem_vendor", "0x1eae")
            .machine();
    PciDevice device = PciBus.displays(machine).getFirst();
    assertThat(device.identity().ids()).isEqualTo("1002:744c");
    assertThat(device.identity().revision()).isEqualTo(Reading.known(0xc4));
    assertThat(device.identity().subsystemVendorId()).isEqualTo(Reading.known(0x1eae));
    assertThat(device.identity().subsystemDeviceId()).isInstanceOf(Reading.Unknown.class);
    assertThat(device.identity().linkWidth()).isEqualTo(Reading.known(16));
    assertThat(device.identity().linkSpeed()).isEqualTo(Reading.known("16.0 GT/s PCIe"));
    assertThat(device.drivenBy("amdgpu")).isTrue();
  }

  @Test
  void isNotWokenForTheStateOfItsLink() {
    Machine machine =
        new WrittenMachine()
            .pci("0000:03:00.0", "1002:744c", "030000", "amdgpu")
            .attribute("0000:03:00.0", "current_link_width", "16")
            .attribute("0000:03:00.0", "power/runtime_status", "suspended")
            .machine();
    assertThat(PciBus.displays(machine).getFirst().identity().linkWidth())
        .isInstanceOf(Reading.Unknown.class);
    assertThat(machine.seen().contents().keySet()).noneMatch(path -> path.contains("current_link"));
  }

  @Test
  void isReadNoFurtherThanItsClassWhereItIsOfAnother() {
    Machine machine =
        new WrittenMachine().pci("0000:01:00.0", "144d:a80c", "010802", "nvme").machine();
    assertThat(PciBus.displays(machine)).isEmpty();
    assertThat(machine.seen().contents()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"vendor, ''", "vendor, AMD", "device, 0x12345678", "device, -1"})
  void withoutAReadableIdIsPassedOver(String file, String content) {
    assertThat(
            found(
                new WrittenMachine()
                    .pci("0000:03:00.0", "1002:744c", "030000", "amdgpu")
                    .attribute("0000:03:00.0", file, content)))
        .isEmpty();
  }

  @Test
  void isNothingInAFolderWithoutAnAddress() {
    assertThat(found(new WrittenMachine().pci("fb000000.gpu", "1002:744c", "030000", "amdgpu")))
        .isEmpty();
  }

  @Test
  void thereIsNoneWithoutABus() {
    assertThat(found(new WrittenMachine())).isEmpty();
  }
}
