package dev.hearth.machine.accelerator.arm;

import static dev.hearth.machine.accelerator.MachineText.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaliModelTest {
  @ParameterizedTest
  @CsvSource({
    "Mali-G610 4 cores r0p0 0xA867, Mali-G610, valhall, true, 4",
    "Mali-G52 MP6 r1p0 0x7212, Mali-G52, bifrost, false, 6",
    "Mali-G57 MC2 r0p1 0x9093, Mali-G57, valhall, false, 2",
    "Mali-T60x MP4 r0p0 0x6956, Mali-T60x, midgard, false, 4",
    "Mali-T860 MP4 r2p0 0x0860, Mali-T860, midgard, false, 4",
    "Immortalis-G720 10 cores r0p0 0xC870, Immortalis-G720, 5th-gen, true, 10"
  })
  void isReadFromTheLineOfKbase(
      String line, String name, String architecture, boolean csf, int cores) {
    assertThat(MaliModel.parse(line, "gpuinfo"))
        .isEqualTo(
            new MaliModel(
                Reading.known(name),
                Reading.known(architecture),
                Reading.known(csf),
                Reading.known(cores)));
  }

  @Test
  void thatIsNewerThanTheListIsToldByItsNumber() {
    MaliModel model = MaliModel.parse("Mali-G999 7 cores r0p0 0xA999", "gpuinfo");
    assertThat(model.name()).isEqualTo(Reading.known("Mali-G999"));
    assertThat(model.architecture()).isEqualTo(Reading.known("valhall"));
    assertThat(model.csf()).isEqualTo(Reading.known(true));
  }

  @Test
  void withoutANumberOfCoresHasAnUnknownOne() {
    assertThat(reason(MaliModel.parse("Mali-G610 r0p0 0xA867", "gpuinfo").cores()))
        .isEqualTo("gpuinfo tells no number of cores");
  }

  @Test
  void ofAnEmptyLineIsUnknown() {
    MaliModel model = MaliModel.parse("", "gpuinfo");
    assertThat(reason(model.name())).isEqualTo("gpuinfo names no model");
    assertThat(model.architecture().asOptional()).isEmpty();
  }

  @Test
  void neverThrowsWhateverTheLine() {
    Random random = new Random(20261121);
    String alphabet = "Mali-GTIm 05699cores rpx\u0000\t0xAMPC\n-é";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder line = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(MaliModel.parse(line.toString(), "gpuinfo").cores().orElse(1)).isPositive();
    }
  }
}
