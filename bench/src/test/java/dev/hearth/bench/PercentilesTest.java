package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void ofAHundredTimesAreThe50thThe95thAndThe99th() {
    long[] oneToAHundredMillis = LongStream.rangeClosed(1, 100).map(ms -> ms * 1_000_000).toArray();

    assertThat(Percentiles.of(oneToAHundredMillis)).isEqualTo(new Percentiles(50, 95, 99));
  }

  @Test
  void doNotDependOnTheOrderOfTheTimes() {
    long[] times = {3_000_000, 1_000_000, 2_000_000};

    assertThat(Percentiles.of(times)).isEqualTo(new Percentiles(2, 3, 3));
    assertThat(times).containsExactly(3_000_000, 1_000_000, 2_000_000);
  }

  @Test
  void areTimesThatWereMeasuredAndNoMeansOfTwo() {
    assertThat(Percentiles.of(new long[] {1_000_000, 9_000_000}).p50()).isEqualTo(1);
  }

  @Test
  void ofOneTimeAreThatTime() {
    assertThat(Percentiles.of(new long[] {2_500_000})).isEqualTo(new Percentiles(2.5, 2.5, 2.5));
  }

  @Test
  void ofNothingAreZero() {
    assertThat(Percentiles.of(new long[0])).isEqualTo(new Percentiles(0, 0, 0));
  }

  @Test
  void medianIsTheMiddleRoundOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0), round -> round)).isEqualTo(2);
    assertThat(Median.of(List.of(9.0, 1.0, 2.0, 3.0), round -> round)).isEqualTo(2.5);
    assertThat(Median.of(List.<Double>of(), round -> round)).isNaN();
  }
}
