package dev.hearth.planning.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.hearth.machine.Reading;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthsTest {
  @ParameterizedTest
  @CsvSource({"3200, 2, 51.2", "5600, 2, 89.6", "4800, 8, 307.2"})
  void ofMemoryFollowFromTransfersAndChannels(long transfers, int channels, double gigabytes) {
    assertThat(Bandwidths.ofMemoryChannels(transfers, channels) / 1e9).isEqualTo(gigabytes);
  }

  @Test
  void ofACardFollowFromClockAndBus() {
    // RTX 4090: NVML tells 10501 MHz and 384 bits
    assertThat(Bandwidths.ofMemoryClock(10_501, 384)).isEqualTo(1_008_096_000_000L);
  }

  @ParameterizedTest
  @CsvSource({"2.5, 1, 0.25", "5, 16, 8.0", "8, 8, 7.88", "16, 16, 31.51", "32, 4, 15.75"})
  void ofALinkFollowFromSpeedAndWidth(double transfers, int lanes, double gigabytes) {
    assertThat(Bandwidths.ofPcie(transfers, lanes) / 1e9).isCloseTo(gigabytes, offset(0.005));
  }

  @Nested
  class KnownByName {
    @ParameterizedTest
    @CsvSource({
      "AMD Radeon RX 6600, 224",
      "AMD Radeon RX 6600 XT, 256",
      "NVIDIA GeForce RTX 4090, 1008",
      "NVIDIA A2, 200",
      "Radeon Pro WX 4100, 96",
      "AMD Instinct MI300X, 5300",
      "AMD Radeon 8060S Graphics, 256"
    })
    void areThoseOfTheProduct(String name, long gigabytes) {
      assertThat(KnownBandwidths.of(name)).isEqualTo(Reading.known(gigabytes * 1_000_000_000));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "NVIDIA GeForce RTX 4090 Laptop GPU",
          "NVIDIA RTX A2000",
          "AMD Radeon RX 6600M",
          "NVIDIA GeForce RTX 3090 Super",
          "Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE]",
          "AMD Radeon 780M",
          ""
        })
    void areUnknownForAnyOther(String name) {
      assertThat(KnownBandwidths.of(name)).isInstanceOf(Reading.Unknown.class);
    }
  }
}
