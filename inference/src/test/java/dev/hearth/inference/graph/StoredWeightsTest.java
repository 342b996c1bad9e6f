package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredWeightsTest {
  private static TinyModel images() {
    byte[] weights = new byte[6 * 4];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (i * 37);
    }
    return TinyModel.opset(13)
        .input("x", -1, 4, -1, -1)
        .octets("q", weights, 6, 4, 1, 1)
        .octets("zeros", new byte[] {0, 1, -2, 3, -4, 5}, 6)
        .weights("scales", 6);
  }

  @Test
  void weightsWithAScaleAChannelAreComputedOnce() {
    TinyModel model =
        images()
            .node("DequantizeLinear", List.of("q", "scales", "zeros"), "w", Map.of("axis", 0))
            .node("Conv", List.of("x", "w"), "y")
            .output("y", -1, 6, -1, -1);

    Twins twins = Twins.of(model, Rewrite.STORED_WEIGHTS);

    assertThat(twins.operators()).containsExactly("Conv");
    assertThat(twins.difference(Shape.of(1, 4, 5, 5))).isLessThan(1e-6);
  }

  @Test
  void weightsWithOneScaleAndNoZeroPointToo() {
    TinyModel model =
        images()
            .scalar("scale", 0.01f)
            .node("DequantizeLinear", List.of("q", "scale"), "w")
            .node("Conv", List.of("x", "w"), "y")
            .output("y", -1, 6, -1, -1);

    Twins twins = Twins.of(model, Rewrite.STORED_WEIGHTS);

    assertThat(twins.operators()).containsExactly("Conv");
    assertThat(twins.difference(Shape.of(1, 4, 5, 5))).isLessThan(1e-6);
  }

  @Test
  void weightsOfOtherOperatorsStaySmall() {
    TinyModel model =
        TinyModel.opset(13)
            .input("x", -1, 4)
            .octets("q", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2)
            .scalar("scale", 0.1f)
            .node("DequantizeLinear", List.of("q", "scale"), "w")
            .node("MatMul", List.of("x", "w"), "y")
            .output("y", -1, 2);

    assertThat(Twins.of(model, Rewrite.STORED_WEIGHTS).isUntouched()).isTrue();
  }

  @Test
  void convolutionsOfQuantisedActivationsKeepTheirIntegers() {
    TinyModel model =
        images()
            .scalar("step", 0.1f)
            .octets("zero", new byte[] {0})
            .node("QuantizeLinear", List.of("x", "step", "zero"), "xq")
            .node("DequantizeLinear", List.of("xq", "step", "zero"), "xd")
            .node("DequantizeLinear", List.of("q", "scales", "zeros"), "w", Map.of("axis", 0))
            .node("Conv", List.of("xd", "w"), "y")
            .output("y", -1, 6, -1, -1);

    assertThat(Twins.of(model, Rewrite.STORED_WEIGHTS).isUntouched()).isTrue();
  }
}
