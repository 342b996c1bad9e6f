package dev.hearth.inference.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final List<Integer> SIZES = List.of(2, 4, 8);

  @Test
  void aSizeGoesUpToTheNextBucketAndStaysBeyondTheLast() {
    assertThat(List.of(1, 2, 3, 8, 9))
        .extracting(size -> Buckets.up(size, SIZES))
        .containsExactly(2, 2, 4, 8, 9);
  }

  @Test
  void aLimitGoesDownToTheBucketBelowButNotBelowTheLeast() {
    assertThat(List.of(1, 2, 3, 8, 9))
        .extracting(size -> Buckets.down(size, SIZES))
        .containsExactly(2, 2, 2, 8, 8);
    assertThat(Buckets.down(5, List.of())).isEqualTo(5);
  }

  @Test
  void aLimitIsABucketItself() {
    assertThat(Buckets.upTo(5, SIZES)).containsExactly(2, 4, 5);
    assertThat(Buckets.upTo(8, SIZES)).containsExactly(2, 4, 8);
    assertThat(Buckets.upTo(100, SIZES)).containsExactly(2, 4, 8, 100);
  }

  @Test
  void pairsOfSmallBucketsComeFirst() {
    assertThat(Buckets.pairs(List.of(1, 2), List.of(10, 20, 30), Pair::new))
        .containsExactly(
            new Pair(1, 10),
            new Pair(1, 20),
            new Pair(2, 10),
            new Pair(1, 30),
            new Pair(2, 20),
            new Pair(2, 30));
  }

  private record Pair(int first, int second) {}

  @Test
  void theDeviceThatWantsFewestDecidesForAll() {
    assertThat(ShapePolicy.forAll(List.of(ShapePolicy.EXACT, ShapePolicy.FEWEST)))
        .isEqualTo(ShapePolicy.FEWEST);
    assertThat(ShapePolicy.forAll(List.of())).isEqualTo(ShapePolicy.EXACT);
  }
}
