package dev.hearth.machine.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PciAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"0000:c4:00.0", "0001:03:1f.7", "10000:e1:00.0", "7fffffff:00:00.0"})
  void isWrittenAsTheKernelWritesIt(String text) {
    assertThat(PciAddress.parse(text)).map(PciAddress::toString).contains(text);
  }

  @Test
  void withoutADomainIsInTheFirst() {
    assertThat(PciAddress.parse("c4:00.1")).contains(new PciAddress(0, 0xc4, 0, 1));
  }

  @Test
  void isOrderedByNumbersNotByText() {
    assertThat(
            Stream.of("10000:01:00.0", "0000:c4:00.0", "0000:03:00.1", "0000:03:00.0")
                .map(text -> PciAddress.parse(text).orElseThrow())
                .sorted()
                .map(PciAddress::toString))
        .containsExactly("0000:03:00.0", "0000:03:00.1", "0000:c4:00.0", "10000:01:00.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000:c4:00",
        "0000:c4:20.0",
        "0000:c4:00.8",
        "fb000000.gpu",
        "::.",
        "-1:00:00.0"
      })
  void ofAnythingElseIsNone(String text) {
    assertThat(PciAddress.parse(text)).isEmpty();
  }
}
