package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Reference REFERENCE = new Reference(2, 40, 30);

  private static Measured measured(double perSecond, double p50, double cpuMillis) {
    return new Measured(100, 0, perSecond, new Percentiles(p50, 2 * p50, 3 * p50), cpuMillis, 0.1);
  }

  private static Row row(Measured server, Measured floor) {
    return new Row(BenchTask.FACES, REFERENCE, server, Optional.of(floor));
  }

  @Test
  void holdsTheServerAgainstReferenceAndFloor() {
    Row row = row(measured(80, 15, 12), measured(100, 9, 10));

    assertThat(row.throughputRatio()).isEqualTo(2);
    assertThat(row.p50Ratio()).isEqualTo(0.5);
    assertThat(row.overFloorPercent()).hasValue(25);
    assertThat(row.cpuOverFloorPercent().orElseThrow()).isBetween(19.99, 20.01);
  }

  @Test
  void meetsTheAimsFromTheirEdgesOn() {
    Row row = row(measured(60, 20, 1), measured(69, 1, 1));

    assertThat(row.throughputMet()).isTrue();
    assertThat(row.p50Met()).isTrue();
    assertThat(row.floorMet()).isTrue();
  }

  @Test
  void missesTheAimsBeyondTheirEdges() {
    Row row = row(measured(59.9, 20.1, 1), measured(69.5, 1, 1));

    assertThat(row.throughputMet()).isFalse();
    assertThat(row.p50Met()).isFalse();
    assertThat(row.floorMet()).isFalse();
  }

  @Test
  void withoutFloorClaimsNothingAboutIt() {
    Row row = new Row(BenchTask.FACES, REFERENCE, measured(60, 20, 1), Optional.empty());

    assertThat(row.overFloorPercent()).isEmpty();
    assertThat(row.floorMet()).isFalse();
  }

  @Test
  void mediansOfRoundsIgnoreOneDisturbedRoundAndAddUpItsCounts() {
    Measured median =
        Measured.median(List.of(measured(80, 10, 5), measured(3, 400, 50), measured(82, 11, 6)));

    assertThat(median.perSecond()).isEqualTo(80);
    assertThat(median.millis()).isEqualTo(new Percentiles(11, 22, 33));
    assertThat(median.cpuMillis()).isEqualTo(6);
    assertThat(median.requests()).isEqualTo(300);
  }
}
