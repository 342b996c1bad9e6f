package dev.hearth.machine.accelerator.pci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.WrittenMachine;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DeviceNamesTest {
  private static final String PCI_IDS =
      """
      # a comment
      1001  Kolter Electronic
      \t0010  PCI 1616 Measurement card
      1002  Advanced Micro Devices, Inc. [AMD/ATI]
      \t15bf  Phoenix1
      \t\t1043 1523  a board
      \t73ff  Navi 23 [Radeon RX 6600/6600 XT/6600M]
      # a comment inside
      \tff00  Last of AMD's
      10de  NVIDIA Corporation
      \t15bf  not AMD's
      \t2684  AD102 [GeForce RTX 4090]
      ffff  Illegal Vendor ID
      C 03  Display controller
      \t00  VGA compatible controller
      """;

  private static final String LETTERS = "\t\t\n\n1002  15bf #[]\r\u00ff";

  private static final String AMDGPU_IDS =
      """
      # List of AMDGPU IDs
      1.0.0
      73FF,\tC1,\tAMD Radeon RX 6600 XT
      73FF,\tC7,\tAMD Radeon RX 6600
      """;

  private static Reading<String> name(WrittenMachine text, String ids, String revision) {
    Machine machine =
        text.pci("0000:03:00.0", ids, "030000", "")
            .attribute("0000:03:00.0", "revision", revision)
            .machine();
    return DeviceNames.of(machine).name(PciBus.displays(machine).getFirst().identity());
  }

  private static WrittenMachine both() {
    return new WrittenMachine()
        .file("/usr/share/libdrm/amdgpu.ids", AMDGPU_IDS)
        .file("/usr/share/misc/pci.ids", PCI_IDS);
  }

  @Nested
  class OfAmdsChips {
    @Test
    void areToldApartByRevision() {
      assertThat(name(both(), "1002:73ff", "0xc7")).isEqualTo(Reading.known("AMD Radeon RX 6600"));
    }

    @Test
    void comeFromPciIdsWhereTheRevisionIsNotListed() {
      assertThat(name(both(), "1002:73ff", "0xcb"))
          .isEqualTo(Reading.known("Radeon RX 6600/6600 XT/6600M"));
    }

    @Test
    void areTheChipsWhereNoProductIsNamed() {
      assertThat(name(both(), "1002:15bf", "0xc4")).isEqualTo(Reading.known("Phoenix1"));
    }
  }

  @Test
  void comeFromTheMakersOwnPartOfTheList() {
    assertThat(name(both(), "10de:2684", "0xa1")).isEqualTo(Reading.known("GeForce RTX 4090"));
    assertThat(name(both(), "10de:15bf", "0xa1")).isEqualTo(Reading.known("not AMD's"));
  }

  @Test
  void comeFromTheBuiltInTableWithoutAnyList() {
    assertThat(name(new WrittenMachine(), "1002:67e3", "0x00"))
        .isEqualTo(Reading.known("Radeon Pro WX 4100"));
  }

  @Test
  void areFoundInAListThatHoldsNothingElse() {
    WrittenMachine text =
        new WrittenMachine()
            .file(
                "/usr/share/hwdata/pci.ids",
                "8086  Intel Corporation\n\t46d1  Alder Lake-N [UHD Graphics]");
    assertThat(name(text, "8086:46d1", "0x00")).isEqualTo(Reading.known("UHD Graphics"));
  }

  @Test
  void areUnknownWhereNoListHasThem() {
    assertThat(name(both(), "1002:fffe", "0x00"))
        .isEqualTo(Reading.unknown("no list of names here has 1002:fffe"));
  }

  @Test
  void areNotLookedForBeforeTheyAreAskedFor() {
    Machine machine = both().machine();
    DeviceNames.of(machine);
    assertThat(machine.seen().contents()).isEmpty();
  }

  @RepeatedTest(200)
  void areNoTroubleInAListOfAnyBytes(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    byte[] bytes = new byte[random.nextInt(200)];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
    }
    String found = new IdFile(bytes).name(0x1002, 0x15bf).orElse("none");
    assertThat(found).doesNotContain("\n").isNotBlank();
  }
}
