package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswersRuleTest {
  @Test
  void equalAnswersAgreeEntirely() {
    Agreement same = compare(floats(1, -2, 3), floats(1, -2, 3));
    assertThat(same.cosine()).isCloseTo(1, within(1e-12));
    assertThat(same.objection()).isEmpty();
  }

  @Test
  void roundingIsNoDifference() {
    assertThat(compare(floats(1.0001f, -2.0001f, 3), floats(1, -2, 3)).holds()).isTrue();
  }

  @Test
  void anotherDirectionIsADifference() {
    Agreement turned = compare(floats(1, 0, 0.05f), floats(1, 0, 0));
    assertThat(turned.cosine()).isLessThan(AnswersRule.LEAST_COSINE);
    assertThat(turned.objection())
        .hasValueSatisfying(why -> assertThat(why).contains("cosine 0.998"));
  }

  @Test
  void theSameDirectionAtAnotherScaleIsADifference() {
    assertThat(compare(floats(2, 4, 6), floats(1, 2, 3)).objection())
        .hasValueSatisfying(why -> assertThat(why).contains("difference 50.0 %"));
  }

  @Test
  void zerosAgreeWithZeros() {
    Agreement zero = compare(floats(0, 1e-9f, 0), floats(0, 0, 0));
    assertThat(zero.cosine()).isEqualTo(1);
    assertThat(zero.holds()).isTrue();
  }

  @Test
  void zerosInsteadOfAnAnswerAreADifference() {
    assertThat(compare(floats(0, 0, 0), floats(1, 2, 3)).holds()).isFalse();
    assertThat(compare(floats(1, 2, 3), floats(0, 0, 0)).holds()).isFalse();
  }

  @Test
  void whatIsNotANumberNeverAgrees() {
    assertThat(compare(floats(1, Float.NaN), floats(1, Float.NaN)).holds()).isFalse();
    assertThat(
            compare(floats(1, Float.POSITIVE_INFINITY), floats(1, Float.POSITIVE_INFINITY)).holds())
        .isFalse();
    assertThat(compare(floats(1, Float.NaN), floats(1, 2)).objection())
        .hasValueSatisfying(why -> assertThat(why).contains("not numbers"));
  }

  @Test
  void anotherShapeOrAnotherNameIsADifference() {
    assertThat(compare(floats(1, 2), floats(1, 2, 3)).objection())
        .hasValueSatisfying(why -> assertThat(why).contains("shape [2], not [3]"));
    Outputs other = new Outputs(List.of("z"), List.of(floats(1)));
    Outputs wanted = new Outputs(List.of("y"), List.of(floats(1)));
    assertThat(AnswersRule.ANY.compare(Map.of(), other, wanted).holds()).isFalse();
  }

  @Test
  void theWorstOutputCounts() {
    Outputs ours = new Outputs(List.of("a", "b"), List.of(floats(1, 2), floats(1, 1.01f)));
    Outputs theirs = new Outputs(List.of("a", "b"), List.of(floats(1, 2), floats(1, 1)));
    Agreement both = AnswersRule.ANY.compare(Map.of(), ours, theirs);
    assertThat(both.holds()).isTrue();
    assertThat(both.cosine()).isLessThan(0.99999).isGreaterThan(0.999);
  }

  @Test
  void oneCharacterInAHundredMayFallToTheOtherSide() {
    assertThat(compare(characters(100, 1), characters(100, 0)).holds()).isTrue();
    assertThat(compare(characters(100, 2), characters(100, 0)).objection())
        .hasValueSatisfying(why -> assertThat(why).contains("only 98.0 %"));
  }

  private static Agreement compare(Tensor device, Tensor processor) {
    return AnswersRule.ANY.compare(
        Map.of(),
        new Outputs(List.of("y"), List.of(device)),
        new Outputs(List.of("y"), List.of(processor)));
  }

  private static Tensor floats(float... values) {
    return new Tensor.Floats(FloatBuffer.wrap(values), Shape.of(values.length));
  }

  /** A row of characters of which so many were read otherwise. */
  private static Tensor characters(int steps, int wrong) {
    long[] read = IntStream.range(0, steps).mapToLong(i -> i < wrong ? -1 : i).toArray();
    return new Tensor.Longs(LongBuffer.wrap(read), Shape.of(1, steps));
  }
}
