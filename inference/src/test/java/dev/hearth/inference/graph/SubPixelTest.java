package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubPixelTest {
  private static final Shape IMAGE = Shape.of(2, 5, 6, 4);

  private static TinyModel images() {
    return TinyModel.opset(12).input("x", -1, 5, -1, -1);
  }

  private static Map<String, Object> stride(long side) {
    return Map.of("strides", List.of(side, side));
  }

  @Test
  void aTransposedConvolutionWithoutOverlapBecomesPointwise() {
    TinyModel model =
        images()
            .weights("w", 5, 3, 3, 3)
            .weights("b", 3)
            .node("ConvTranspose", List.of("x", "w", "b"), "y", stride(3))
            .output("y", -1, 3, -1, -1);

    Twins twins = Twins.of(model, Rewrite.SUB_PIXEL);

    assertThat(twins.operators()).containsExactly("Conv", "DepthToSpace");
    assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
  }

  @Test
  void twoOfThemWithActivationsAreReorderedOnceAtTheEnd() {
    TinyModel model =
        images()
            .weights("w", 5, 4, 2, 2)
            .weights("b", 4)
            .node("ConvTranspose", List.of("x", "w", "b"), "c", stride(2))
            .node("Relu", List.of("c"), "r")
            .weights("v", 4, 1, 2, 2)
            .node("ConvTranspose", List.of("r", "v"), "d", stride(2))
            .node("Sigmoid", List.of("d"), "y")
            .output("y", -1, 1, -1, -1);

    Twins twins = Twins.of(model, Rewrite.SUB_PIXEL);

    assertThat(twins.operators())
        .containsExactly("Conv", "Relu", "Conv", "Sigmoid", "DepthToSpace");
    assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
  }

  @Test
  void oneWhoseCellsOverlapStays() {
    TinyModel model =
        images()
            .weights("w", 5, 3, 3, 3)
            .node("ConvTranspose", List.of("x", "w"), "y", stride(2))
            .output("y", -1, 3, -1, -1);

    assertThat(Twins.of(model, Rewrite.SUB_PIXEL).isUntouched()).isTrue();
  }

  @Test
  void oneThatCutsItsBorderStays() {
    TinyModel model =
        images()
            .weights("w", 5, 3, 2, 2)
            .node(
                "ConvTranspose",
                List.of("x", "w"),
                "y",
                Map.of("strides", List.of(2, 2), "pads", TinyModel.pads(1)))
            .output("y", -1, 3, -1, -1);

    assertThat(Twins.of(model, Rewrite.SUB_PIXEL).isUntouched()).isTrue();
  }
}
