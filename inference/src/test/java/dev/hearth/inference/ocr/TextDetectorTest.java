package dev.hearth.inference.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.ocr.TextBox.Corner;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDetectorTest {
  private static final int GREY = 0x808080;

  private final Workspace workspace = new MemoryPool(0).workspace();

  @AfterEach
  void giveBack() {
    workspace.close();
  }

  /** Fills a rectangle of the map; all the rest is 0. */
  private interface Paint {
    float at(int x, int y);
  }

  private static ScriptedModel painting(Paint paint) {
    return new ScriptedModel(
        Map.of(),
        fed -> {
          int height = fed.shape().axis(2);
          int width = fed.shape().axis(3);
          FloatBuffer map = FloatBuffer.allocate(width * height);
          for (int i = 0; i < map.limit(); i++) {
            map.put(i, paint.at(i % width, i / width));
          }
          return new Tensor.Floats(map, Shape.of(1, 1, height, width));
        });
  }

  private DetectedText detect(Picture picture, ScriptedModel model) {
    return new TextDetector().detect(picture, 0.5, 736, false, model, workspace);
  }

  private Picture grey(int width, int height) {
    return DrawnPicture.blank(width, height, GREY, workspace);
  }

  @ParameterizedTest
  @CsvSource({"31, 200", "200, 31", "1, 1"})
  void aPictureBelow32PixelsHasNoTextAndIsNotShownToTheModel(int width, int height) {
    ScriptedModel model = painting((_, _) -> 1);
    assertThat(detect(grey(width, height), model).boxes()).isEmpty();
    assertThat(model.runs()).isEmpty();
  }

  @Test
  void theModelSeesBlueGreenRedAroundZero() {
    ScriptedModel model = painting((_, _) -> 0);
    detect(DrawnPicture.blank(64, 32, 0xff8000, workspace), model);
    ScriptedModel.Fed fed = model.runs().getFirst();
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 3, 32, 64));
    assertThat(fed.at(0, 0, 5, 7)).isCloseTo(-0.5f / 127.5f, within(1e-6f));
    assertThat(fed.at(0, 1, 5, 7)).isCloseTo(127.5f / 127.5f, within(1e-6f));
    assertThat(fed.at(0, 2, 5, 7)).isCloseTo(254.5f / 127.5f, within(1e-6f));
  }

  @Test
  void aBarIsFoundGrownByItsHeightAndScaledToThePicture() {
    // The map is half the picture; the bar 100 × 10 dilates by one and grows by 1.6 · 1100 / 222.
    ScriptedModel model = painting((x, y) -> x >= 40 && x < 140 && y >= 50 && y < 60 ? 0.9f : 0);
    TextDetector detector = new TextDetector();
    DetectedText text = detector.detect(grey(640, 320), 0.5, 160, false, model, workspace);
    assertThat(text.boxes()).hasSize(1);
    assertThat(text.boxes().getFirst().corners())
        .containsExactly(
            new Corner(66, 86), new Corner(294, 86), new Corner(294, 134), new Corner(66, 134));
    assertThat(text.boxes().getFirst().score()).isBetween(0.7f, 0.9f);
  }

  @Test
  void aBoxBelowTheScoreIsDropped() {
    ScriptedModel model = painting((x, y) -> x > 40 && x < 140 && y > 50 && y < 70 ? 0.45f : 0);
    assertThat(detect(grey(320, 160), model).boxes()).isEmpty();
  }

  @Test
  void aHollowFrameScoresByItsBorderOrByItsRectangle() {
    Paint hollow =
        (x, y) ->
            x >= 20 && x < 200 && y >= 20 && y < 100 && !(x >= 30 && x < 190 && y >= 30 && y < 90)
                ? 1
                : 0;
    TextDetector detector = new TextDetector();
    DetectedText fast =
        detector.detect(grey(320, 160), 0.2, 736, false, painting(hollow), workspace);
    DetectedText slow =
        detector.detect(grey(320, 160), 0.2, 736, true, painting(hollow), workspace);
    assertThat(fast.boxes()).hasSize(1);
    assertThat(slow.boxes()).extracting(TextBox::score).hasSize(1);
  }

  @Test
  void textThatTouchesTheBordersStaysInsideThePicture() {
    DetectedText text = detect(grey(320, 160), painting((_, _) -> 1));
    assertThat(text.boxes().getFirst().corners())
        .containsExactly(
            new Corner(0, 0), new Corner(319, 0), new Corner(319, 159), new Corner(0, 159));
  }

  @Test
  void aBlankMapHasNoText() {
    assertThat(detect(grey(320, 160), painting((_, _) -> 0)).boxes()).isEmpty();
  }

  @Test
  void aMapOfNoNumbersHasNoText() {
    assertThat(detect(grey(320, 160), painting((_, _) -> Float.NaN)).boxes()).isEmpty();
  }

  @Test
  void noiseEndsInAThousandCandidatesAtMost() {
    Random random = new Random(7);
    ScriptedModel model = painting((_, _) -> random.nextFloat());
    DetectedText text = detect(grey(1104, 736), model);
    assertThat(text.boxes())
        .hasSizeLessThanOrEqualTo(1000)
        .allSatisfy(box ->
            assertThat(box.corners())
                .allSatisfy(corner -> {
                  assertThat(corner.x()).isBetween(0f, 1103f);
                  assertThat(corner.y()).isBetween(0f, 735f);
                }));
  }

  @Test
  void aPanoramaIsShownWithinTheBudget() {
    ScriptedModel model = painting((_, _) -> 0);
    detect(grey(12_000, 736), model);
    Shape shape = model.runs().getFirst().shape();
    assertThat((long) shape.axis(2) * shape.axis(3)).isLessThanOrEqualTo(1_250_000);
  }
}
