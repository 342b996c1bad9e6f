package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedConvolutionsTest {
  private static final Shape IMAGE = Shape.of(2, 4, 9, 7);

  private static TinyModel images() {
    return TinyModel.opset(12).input("x", -1, 4, -1, -1);
  }

  @Nested
  class BehindAConvolution {
    @ParameterizedTest
    @ValueSource(strings = {"Mul", "Add", "Sub", "Div"})
    void aNumberAChannelGoesIntoTheWeights(String op) {
      TinyModel model =
          images()
              .conv("x", "c", 4, 6, 3, 1)
              .weights("k", 6, 1, 1)
              .node(op, List.of("c", "k"), "d")
              .node("Relu", List.of("d"), "y")
              .output("y", -1, 6, -1, -1);

      Twins twins = Twins.of(model, Rewrite.AFTER_CONVOLUTION);

      assertThat(twins.operators()).containsExactly("Conv", "Relu");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
    }

    @Test
    void aRowOfScalesShiftsAndNormalizationGoesIntoTheWeightsAtOnce() {
      TinyModel model =
          images()
              .weights("w", 6, 2, 3, 3)
              .node("Conv", List.of("x", "w"), "c", Map.of("group", 2, "pads", TinyModel.pads(1)))
              .constantNode("s", new float[] {1.5f}, 1)
              .node("Mul", List.of("s", "c"), "m")
              .scalar("t", -0.25f)
              .node("Add", List.of("m", "t"), "a")
              .weights("gamma", 6)
              .weights("beta", 6)
              .weights("mean", 6)
              .constant("var", new float[] {1, 2, 3, 4, 5, 6}, 6)
              .node("BatchNormalization", List.of("a", "gamma", "beta", "mean", "var"), "n")
              .node("Relu", List.of("n"), "y")
              .output("y", -1, 6, -1, -1);

      Twins twins = Twins.of(model, Rewrite.AFTER_CONVOLUTION);

      assertThat(twins.operators()).containsExactly("Conv", "Relu");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
    }

    @Test
    void aTransposedConvolutionWithGroupsTakesThemToo() {
      TinyModel model =
          images()
              .weights("w", 4, 3, 2, 2)
              .node("ConvTranspose", List.of("x", "w"), "c", Map.of("group", 2))
              .weights("k", 1, 6, 1, 1)
              .node("Mul", List.of("c", "k"), "d")
              .node("Relu", List.of("d"), "y")
              .output("y", -1, 6, -1, -1);

      Twins twins = Twins.of(model, Rewrite.AFTER_CONVOLUTION);

      assertThat(twins.operators()).containsExactly("ConvTranspose", "Relu");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
    }

    @Test
    void nothingIsFoldedWhenTheConvolutionIsReadElsewhere() {
      TinyModel model =
          images()
              .conv("x", "c", 4, 6, 1, 0)
              .weights("k", 6, 1, 1)
              .node("Mul", List.of("c", "k"), "y")
              .output("y", -1, 6, -1, -1)
              .output("c", -1, 6, -1, -1);

      assertThat(Twins.of(model, Rewrite.AFTER_CONVOLUTION).isUntouched()).isTrue();
    }

    @Test
    void aConstantAlongTheWidthIsNotMistakenForChannels() {
      TinyModel model =
          images()
              .conv("x", "c", 4, 7, 1, 0)
              .weights("k", 7)
              .node("Mul", List.of("c", "k"), "d")
              .node("Relu", List.of("d"), "y")
              .output("y", -1, 7, -1, -1);

      assertThat(Twins.of(model, Rewrite.AFTER_CONVOLUTION).isUntouched()).isTrue();
    }

    @Test
    void aConstantThatWidensOneChannelIsNotFolded() {
      TinyModel model =
          images()
              .conv("x", "c", 4, 1, 1, 0)
              .weights("k", 5, 1, 1)
              .node("Mul", List.of("c", "k"), "d")
              .node("Relu", List.of("d"), "y")
              .output("y", -1, 5, -1, -1);

      assertThat(Twins.of(model, Rewrite.AFTER_CONVOLUTION).isUntouched()).isTrue();
    }
  }

  @Nested
  class BeforeAConvolution {
    /** Conv → Relu → scale → shift → Conv. */
    private static TinyModel between(int pad) {
      return images()
          .conv("x", "c", 4, 6, 1, 0)
          .node("Relu", List.of("c"), "r")
          .weights("s", 6, 1, 1)
          .weights("t", 6, 1, 1)
          .node("Mul", List.of("r", "s"), "m")
          .node("Add", List.of("m", "t"), "a")
          .conv("a", "y", 6, 5, 3, pad)
          .output("y", -1, 5, -1, -1);
    }

    @Test
    void scaleAndShiftGoIntoOneThatIsNotPadded() {
      Twins twins = Twins.of(between(0), Rewrite.BEFORE_CONVOLUTION);

      assertThat(twins.operators()).containsExactly("Conv", "Relu", "Conv");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
    }

    @Test
    void aShiftStaysBeforeOneThatIsPadded() {
      assertThat(Twins.of(between(1), Rewrite.BEFORE_CONVOLUTION).isUntouched()).isTrue();
    }

    @Test
    void aScaleAloneGoesIntoPaddedAndGroupedOnesThatAllReadIt() {
      TinyModel model =
          images()
              .conv("x", "c", 4, 6, 1, 0)
              .node("Relu", List.of("c"), "r")
              .weights("s", 6, 1, 1)
              .node("Mul", List.of("r", "s"), "m")
              .weights("w", 6, 1, 3, 3)
              .node("Conv", List.of("m", "w"), "d", Map.of("group", 6, "pads", TinyModel.pads(1)))
              .conv("m", "e", 6, 6, 1, 0)
              .node("Add", List.of("d", "e"), "y")
              .output("y", -1, 6, -1, -1);

      Twins twins = Twins.of(model, Rewrite.BEFORE_CONVOLUTION);

      assertThat(twins.operators()).containsExactly("Conv", "Relu", "Conv", "Conv", "Add");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
    }

    @Test
    void nothingIsFoldedWhenSomebodyElseReadsTheSum() {
      TinyModel model = between(0).node("Relu", List.of("a"), "z").output("z", -1, 6, -1, -1);

      assertThat(Twins.of(model, Rewrite.BEFORE_CONVOLUTION).isUntouched()).isTrue();
    }

    @Test
    void nothingIsFoldedWhenTheChannelsBeforeAreNotKnown() {
      TinyModel model =
          TinyModel.opset(12)
              .input("x", -1, -1, -1, -1)
              .weights("s", 6, 1, 1)
              .node("Mul", List.of("x", "s"), "m")
              .conv("m", "y", 6, 5, 1, 0)
              .output("y", -1, 5, -1, -1);

      assertThat(Twins.of(model, Rewrite.BEFORE_CONVOLUTION).isUntouched()).isTrue();
    }
  }

  @Nested
  class TwoInARow {
    private static TinyModel pair(int middle, int secondSide) {
      return images()
          .conv("x", "c", 4, middle, 1, 0)
          .conv("c", "y", middle, 6, secondSide, 0)
          .output("y", -1, 6, -1, -1);
    }

    @Test
    void becomeOneWhenThatSavesMultiplications() {
      Twins twins = Twins.of(pair(8, 1), Rewrite.POINTWISE_PAIR);

      assertThat(twins.operators()).containsExactly("Conv");
      assertThat(twins.difference(IMAGE)).isLessThan(1e-5);
    }

    @Test
    void stayTwoWhenTheyNarrowInBetween() {
      assertThat(Twins.of(pair(2, 1), Rewrite.POINTWISE_PAIR).isUntouched()).isTrue();
    }

    @Test
    void stayTwoWhenTheSecondSeesNeighbours() {
      assertThat(Twins.of(pair(8, 3), Rewrite.POINTWISE_PAIR).isUntouched()).isTrue();
    }
  }
}
