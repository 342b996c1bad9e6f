package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HardSwishTest {
  private static final Shape IMAGE = Shape.of(1, 3, 9, 7);

  /** x · Clip(x + 3, 0, top) / divisor. */
  private static TinyModel writtenOut(float low, float top, float divisor) {
    return TinyModel.opset(12)
        .input("x", 1, 3, -1, -1)
        .scalar("three", 3)
        .scalar("low", low)
        .scalar("top", top)
        .scalar("divisor", divisor)
        .node("Add", List.of("x", "three"), "sum")
        .node("Clip", List.of("sum", "low", "top"), "clip")
        .node("Mul", List.of("x", "clip"), "product")
        .node("Div", List.of("product", "divisor"), "y")
        .output("y", 1, 3, -1, -1);
  }

  @Test
  void aHardSwishWrittenOutBecomesTwoNodes() {
    Twins twins = Twins.of(writtenOut(0, 6, 6), Rewrite.HARD_SWISH);

    assertThat(twins.operators()).containsExactly("HardSigmoid", "Mul");
    assertThat(twins.difference(IMAGE)).isLessThan(1e-6);
  }

  @Test
  void aProductWithTheReciprocalCountsAsTheDivision() {
    TinyModel model =
        TinyModel.opset(12)
            .input("x", -1, 4)
            .scalar("three", 3)
            .scalar("zero", 0)
            .scalar("six", 6)
            .scalar("sixth", 1 / 6f)
            .node("Add", List.of("three", "x"), "sum")
            .node("Clip", List.of("sum", "zero", "six"), "clip")
            .node("Mul", List.of("clip", "x"), "product")
            .node("Mul", List.of("sixth", "product"), "y")
            .output("y", -1, 4);

    Twins twins = Twins.of(model, Rewrite.HARD_SWISH);

    assertThat(twins.operators()).containsExactly("HardSigmoid", "Mul");
    assertThat(twins.difference(Shape.of(5, 4))).isLessThan(1e-6);
  }

  @Test
  void aHardSigmoidAloneBecomesOneNode() {
    TinyModel model =
        TinyModel.opset(13)
            .input("x", -1)
            .scalar("two", 2)
            .scalar("zero", 0)
            .scalar("five", 5)
            .node("Add", List.of("x", "two"), "sum")
            .node("Clip", List.of("sum", "zero", "five"), "clip")
            .node("Div", List.of("clip", "five"), "y")
            .output("y", -1);

    Twins twins = Twins.of(model, Rewrite.HARD_SWISH);

    assertThat(twins.operators()).containsExactly("HardSigmoid");
    assertThat(twins.difference(Shape.of(100))).isLessThan(1e-6);
  }

  @Nested
  class IsLeftAlone {
    @Test
    void whenTheDivisorIsNotTheUpperBound() {
      assertThat(Twins.of(writtenOut(0, 6, 5), Rewrite.HARD_SWISH).isUntouched()).isTrue();
    }

    @Test
    void whenTheLowerBoundIsNotZero() {
      assertThat(Twins.of(writtenOut(-1, 6, 6), Rewrite.HARD_SWISH).isUntouched()).isTrue();
    }

    @Test
    void whenTheClipIsReadElsewhere() {
      TinyModel model = writtenOut(0, 6, 6).output("clip", 1, 3, -1, -1);

      assertThat(Twins.of(model, Rewrite.HARD_SWISH).isUntouched()).isTrue();
    }

    @Test
    void whenTheSumIsReadElsewhere() {
      TinyModel model =
          writtenOut(0, 6, 6).node("Relu", List.of("sum"), "z").output("z", 1, 3, -1, -1);

      assertThat(Twins.of(model, Rewrite.HARD_SWISH).isUntouched()).isTrue();
    }

    @Test
    void whenTheProductIsNotWithTheSummand() {
      TinyModel model =
          TinyModel.opset(12)
              .input("x", 4)
              .input("other", 4)
              .scalar("three", 3)
              .scalar("zero", 0)
              .scalar("six", 6)
              .node("Add", List.of("x", "three"), "sum")
              .node("Clip", List.of("sum", "zero", "six"), "clip")
              .node("Mul", List.of("other", "clip"), "product")
              .node("Div", List.of("product", "six"), "y")
              .output("y", 4);

      assertThat(Twins.of(model, Rewrite.HARD_SWISH).isUntouched()).isTrue();
    }

    @Test
    void whenAConstantCouldWidenTheValue() {
      TinyModel model =
          TinyModel.opset(12)
              .input("x", 4)
              .constant("three", new float[] {3}, 1, 1)
              .scalar("zero", 0)
              .scalar("six", 6)
              .node("Add", List.of("x", "three"), "sum")
              .node("Clip", List.of("sum", "zero", "six"), "clip")
              .node("Div", List.of("clip", "six"), "y")
              .output("y", 1, 4);

      assertThat(Twins.of(model, Rewrite.HARD_SWISH).isUntouched()).isTrue();
    }
  }
}
