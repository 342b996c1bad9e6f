package dev.hearth.evidence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source of the format: proc_stat(5). */
class MeterTest {
  @Test
  void countsInPercentOfOneCore() {
    Reading<Meter.Ticks> before = ticks("cpu  100 0 0 900 0 0 0 0 0 0");
    Reading<Meter.Ticks> after = ticks("cpu  250 0 0 950 0 0 0 0 0 0");

    assertThat(Meter.percent(before, after)).isEqualTo(OptionalDouble.of(150));
  }

  @Test
  void takesWaitingForADiskAsIdle() {
    Reading<Meter.Ticks> before = ticks("cpu  0 0 0 0 0 0 0 0 0 0");
    Reading<Meter.Ticks> after = ticks("cpu  0 0 0 50 50 0 0 0 0 0");

    assertThat(Meter.percent(before, after)).isEqualTo(OptionalDouble.of(0));
  }

  @Test
  void doesNotCountGuestsTwice() {
    Reading<Meter.Ticks> before = ticks("cpu  0 0 0 0 0 0 0 0 0 0");
    Reading<Meter.Ticks> after = ticks("cpu  50 0 0 50 0 0 0 0 50 0");

    assertThat(Meter.percent(before, after)).isEqualTo(OptionalDouble.of(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cpu", "cpu 1 2 3\ncpu0 1", "intr 5", "cpu a b c d e f g h\ncpu0 1"})
  void knowsNothingFromWhatItCannotRead(String stat) {
    assertThat(Meter.parse(stat)).isInstanceOf(Reading.Unknown.class);
    assertThat(Meter.percent(Meter.parse(stat), Meter.parse(stat))).isEmpty();
  }

  private static Reading<Meter.Ticks> ticks(String all) {
    return Meter.parse(all + "\ncpu0 1 2 3\ncpu1 1 2 3\nintr 7\n");
  }
}
