package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BlockedLayoutTest {
  private static final Shape IMAGE = Shape.of(2, 3, 9, 7);

  private static TinyModel conv(int opset, int channels) {
    return TinyModel.opset(opset).input("x", -1, 3, -1, -1).conv("x", "c", 3, channels, 3, 1);
  }

  @Nested
  class APRelu {
    private static TinyModel model(int channels, float highest) {
      float[] slopes = new float[channels];
      for (int i = 0; i < channels; i++) {
        slopes[i] = -0.5f + (highest + 0.5f) * i / (channels - 1);
      }
      return conv(9, channels)
          .constant("slopes", slopes, channels, 1, 1)
          .node("PRelu", List.of("c", "slopes"), "y")
          .output("y", -1, channels, -1, -1);
    }

    @Test
    void becomesASumWithABentCopy() {
      Twins twins = Twins.of(model(32, 1), Rewrite.BLOCKED_PRELU);

      assertThat(twins.operators()).containsExactly("Conv", "Conv", "Relu", "Add");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-6);
    }

    @Test
    void takesAnotherFactorWhenASlopeIsOverOne() {
      Twins twins = Twins.of(model(32, 2), Rewrite.BLOCKED_PRELU);

      assertThat(twins.operators()).containsExactly("Conv", "Conv", "Relu", "Conv", "Add");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-6);
    }

    @Test
    void staysWhenTheChannelsDoNotFillBlocks() {
      assertThat(Twins.of(model(24, 1), Rewrite.BLOCKED_PRELU).isUntouched()).isTrue();
    }
  }

  @Nested
  class AHardSigmoid {
    private static TinyModel model(int opset) {
      return conv(opset, 16)
          .node("HardSigmoid", List.of("c"), "h", Map.of("alpha", 0.17f, "beta", 0.4f))
          .node("Mul", List.of("c", "h"), "y")
          .output("y", -1, 16, -1, -1);
    }

    @Test
    void thatGatesItsInputBecomesAClippedConvolution() {
      Twins twins = Twins.of(model(12), Rewrite.BLOCKED_HARD_SIGMOID);

      assertThat(twins.operators()).containsExactly("Conv", "Conv", "Clip", "Mul");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-6);
    }

    @Test
    void staysInAnOperatorSetWhoseClipHasNoInputs() {
      assertThat(Twins.of(model(10), Rewrite.BLOCKED_HARD_SIGMOID).isUntouched()).isTrue();
    }

    @Test
    void staysWhenItGatesSomethingElse() {
      TinyModel model =
          conv(12, 16)
              .node("HardSigmoid", List.of("c"), "h")
              .node("Relu", List.of("c"), "r")
              .node("Mul", List.of("r", "h"), "y")
              .output("y", -1, 16, -1, -1);

      assertThat(Twins.of(model, Rewrite.BLOCKED_HARD_SIGMOID).isUntouched()).isTrue();
    }
  }

  @Nested
  class AScaleAndAShift {
    private static TinyModel model(TinyModel start, String reader) {
      return start
          .node("Relu", List.of("c"), "r")
          .scalar("s", 0.7f)
          .weights("t", 16, 1, 1)
          .node("Mul", List.of("s", "r"), "m")
          .node("Add", List.of("m", "t"), "a")
          .weights("w", 16, 1, 3, 3)
          .node(reader, List.of("a", "w"), "y", Map.of("group", 16, "pads", TinyModel.pads(1)))
          .output("y", -1, 16, -1, -1);
    }

    @Test
    void beforeAPaddedConvolutionBecomeOneDepthwiseConvolution() {
      Twins twins = Twins.of(model(conv(12, 16), "Conv"), Rewrite.BLOCKED_AFFINE);

      assertThat(twins.operators()).containsExactly("Conv", "Relu", "Conv", "Conv");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-6);
    }

    @Test
    void stayWhenNoConvolutionFollows() {
      Twins twins = Twins.of(model(conv(12, 16), "ConvTranspose"), Rewrite.BLOCKED_AFFINE);

      assertThat(twins.isUntouched()).isTrue();
    }
  }

  @Nested
  class AGatedSum {
    private static TinyModel model(String pool) {
      return conv(12, 16)
          .node(pool, List.of("c"), "p")
          .conv("p", "q", 16, 16, 1, 0)
          .node("HardSigmoid", List.of("q"), "g")
          .node("Mul", List.of("g", "c"), "m")
          .node("Add", List.of("c", "m"), "y")
          .output("y", -1, 16, -1, -1);
    }

    @Test
    void becomesOneProductWithARaisedGate() {
      Twins twins = Twins.of(model("GlobalAveragePool"), Rewrite.GATED_SUM);

      assertThat(twins.operators())
          .containsExactly("Conv", "GlobalAveragePool", "Conv", "HardSigmoid", "Add", "Mul");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-6);
    }

    @Test
    void staysWhenTheGateIsAsLargeAsTheImage() {
      assertThat(Twins.of(model("Relu"), Rewrite.GATED_SUM).isUntouched()).isTrue();
    }
  }
}
