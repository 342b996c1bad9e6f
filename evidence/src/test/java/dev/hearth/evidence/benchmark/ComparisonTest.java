package dev.hearth.evidence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

  @Test
  void saysTheWholeStoryInOneSentence() {
    Comparison comparison =
        comparison(
            side("rocm", OptionalDouble.of(12), OptionalDouble.of(55), 38, 38, 38),
            side("cpu", OptionalDouble.of(188), OptionalDouble.of(14), 7.3, 7.3, 7.3));

    assertThat(comparison.sentence())
        .isEqualTo(
            "5.2 times as fast as the CPU, 38 photos a second against 7.3; 1,000 photos: 26 s"
                + " against 137 s; CPU load 12 % against 188 %; 41 W more.");
  }

  @Test
  void doesNotBoastOfWhatNobodyWouldNotice() {
    assertThat(comparison(side("rocm", 10.2), side("cpu", 10)).sentence())
        .startsWith("About as fast as the CPU, ");
  }

  @Test
  void saysThatItIsSlower() {
    assertThat(comparison(side("rocm", 5), side("cpu", 10)).sentence())
        .startsWith("Slower than the CPU (0.50 times as fast), 5.0 photos a second against 10; ");
  }

  @Test
  void takesNoTurnForTheWholeWhereAnotherSaysTheContrary() {
    assertThat(comparison(side("rocm", 12, 9, 11), side("cpu", 10, 10, 10)).sentence())
        .startsWith("About as fast as the CPU, ");
    assertThat(comparison(side("rocm", 12, 11, 11), side("cpu", 10, 10, 10)).sentence())
        .startsWith("1.1 times as fast as the CPU, ");
  }

  @Test
  void saysWhereItComputesOnTheCpuItself() {
    assertThat(comparison(side("cpu", 10), side("cpu twin", 10)).sentence())
        .startsWith("About as fast as its twin, and both compute on the CPU, ");
  }

  @Test
  void roundsNothingToNought() {
    assertThat(comparison(side("rocm", 400), side("cpu", 0.04)).sentence())
        .contains("400 photos a second against 0.04; 1,000 photos: 2.5 s against 417 min");
  }

  @Test
  void leavesOutWhatWasNotMeasured() {
    assertThat(comparison(side("rocm", 20), side("cpu", 10)).sentence())
        .doesNotContain("CPU load", "W more", "W less");
  }

  @Test
  void comparesEachTurnWithItsPartnerSoThatABusyMachineCancelsOut() {
    Comparison slowedInTheSecondTurn = comparison(side("rocm", 40, 20, 40), side("cpu", 10, 5, 10));

    assertThat(slowedInTheSecondTurn.speedUp()).isEqualTo(new Spread(4, 4, 4));
  }

  @Test
  void refusesTurnsWithoutAPartner() {
    assertThatThrownBy(() -> comparison(side("rocm", 1, 2), side("cpu", 1)).speedUp())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(side("cpu", 1, 2, 3, 10).rate().median()).isEqualTo(2.5, within(1e-9));
  }

  @Test
  void isARegressionWhereItIsSlowerByMoreThanChance() {
    Comparison now = comparison(side("rocm", 20, 21, 20), side("cpu", 10, 10, 10));

    assertThat(now.regression(new Spread(37, 38, 39), "on 2026-11-01"))
        .hasValueSatisfying(said ->
            assertThat(said)
                .isEqualTo(
                    "Slower than on 2026-11-01: 20 photos a second instead of 38 (47 % less)"));
  }

  @Test
  void isNoneWhereTheMiddleHalvesMeet() {
    Comparison now = comparison(side("rocm", 20, 40, 30), side("cpu", 10, 10, 10));

    assertThat(now.regression(new Spread(33, 38, 39), "before")).isEmpty();
  }

  @Test
  void isNoneWhereItIsFaster() {
    assertThat(comparison(side("rocm", 50), side("cpu", 10)).regression(new Spread(9, 10, 11), ""))
        .isEmpty();
  }

  private static Comparison comparison(Side running, Side twin) {
    return new Comparison(
        "immich-ml",
        new Comparison.Kind("photo", "m"),
        "The first is not counted",
        Instant.EPOCH,
        running,
        twin);
  }

  private static Side side(String name, double... rates) {
    return side(name, UNKNOWN, UNKNOWN, rates);
  }

  private static Side side(String name, OptionalDouble cpu, OptionalDouble watts, double... rates) {
    List<Batch> batches =
        Arrays.stream(rates)
            .mapToObj(rate ->
                new Batch(List.of(Duration.ofMillis(10)), rate, Duration.ofSeconds(1), cpu, watts))
            .toList();
    return new Side(name, Optional.empty(), batches);
  }
}
