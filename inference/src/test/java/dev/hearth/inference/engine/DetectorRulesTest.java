package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When the answers of detectors are the same: where boxes lie counts, not only their direction. */
class DetectorRulesTest {
  @Nested
  class DistancesInStrides {
    /** A picture of 64 pixels, seen with stride 8: eight by eight cells of two anchors. */
    private static final int ANCHORS = 128;

    private final float[] scores = new float[ANCHORS];
    private final float[] distances = new float[4 * ANCHORS];

    DistancesInStrides() {
      Arrays.fill(distances, 3f);
      scores[20] = 0.9f;
    }

    @Test
    void ofAFaceMayMoveTwoPixels() {
      Agreement moved = movedBy(20, 0.24f);
      assertThat(moved.holds()).isTrue();
      assertThat(moved.pixels().orElseThrow()).isCloseTo(1.92, within(0.01));
    }

    @Test
    void ofAFaceMayNotMoveFarther() {
      assertThat(movedBy(20, 0.3f).objection())
          .hasValueSatisfying(why -> assertThat(why).contains("2.4 pixels"));
    }

    @Test
    void whereNothingIsDoNotMatter() {
      for (int i = 0; i < 20; i++) {
        scores[i] = 0.31f; // More than enough of likelier ones.
      }
      assertThat(movedBy(100, 0.3f).pixels()).hasValue(0);
    }

    @Test
    void ofTheLikeliestAnchorsMatterEvenWithoutAFace() {
      scores[20] = 0.01f;
      assertThat(movedBy(20, 0.3f).holds()).isFalse();
    }

    private Agreement movedBy(int anchor, float strides) {
      float[] moved = distances.clone();
      moved[4 * anchor + 1] += strides;
      return BoxesRule.FACES.compare(
          Map.of("input", floats(new float[3 * 64 * 64], 1, 3, 64, 64)),
          outputs(scores, moved),
          outputs(scores, distances));
    }

    private static Outputs outputs(float[] scores, float[] distances) {
      return new Outputs(
          List.of("443", "446"),
          List.of(floats(scores, ANCHORS, 1), floats(distances, ANCHORS, 4)));
    }
  }

  @Nested
  class BoxesAsPartsOfThePicture {
    @Test
    void areMeasuredInPixelsOfTheInput() {
      assertThat(movedBy(0.005f).pixels().orElseThrow()).isCloseTo(1.6, within(0.01));
      assertThat(movedBy(0.005f).holds()).isTrue();
      assertThat(movedBy(0.01f).objection())
          .hasValueSatisfying(why -> assertThat(why).contains("3.2 pixels"));
    }

    private static Agreement movedBy(float part) {
      float[] scores = {0.1f, 0.9f};
      return BoxesRule.FACES.compare(
          Map.of("input", floats(new float[3 * 240 * 320], 1, 3, 240, 320)),
          outputs(scores, 0.2f + part, 0.3f, 0.6f, 0.8f),
          outputs(scores, 0.2f, 0.3f, 0.6f, 0.8f));
    }

    private static Outputs outputs(float[] scores, float... boxes) {
      return new Outputs(
          List.of("scores", "boxes"), List.of(floats(scores, 1, 1, 2), floats(boxes, 1, 1, 4)));
    }
  }

  @Nested
  class Landmarks {
    @Test
    void areMeasuredInPixelsOfTheSquare() {
      assertThat(movedBy(0.02f).pixels().orElseThrow()).isCloseTo(1.28, within(0.01));
      assertThat(movedBy(0.02f).holds()).isTrue();
      assertThat(movedBy(0.04f).holds()).isFalse();
    }

    private static Agreement movedBy(float part) {
      return PointsRule.LANDMARKS.compare(
          Map.of("input", floats(new float[64 * 64], 1, 1, 64, 64)),
          outputs(0.5f + part, 0.5f, 0.6f, 0.7f, 0.3f, 0.9f),
          outputs(0.5f, 0.5f, 0.6f, 0.7f, 0.3f, 0.9f));
    }

    private static Outputs outputs(float... points) {
      return new Outputs(List.of("y"), List.of(floats(points, 1, points.length)));
    }
  }

  @Nested
  class MapsOfText {
    private static final int SIDE = 64;

    @Test
    void mayRoundOtherwise() {
      float[] map = map(20);
      float[] rounded = map.clone();
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] += i % 2 == 0 ? 1e-5f : -1e-5f;
      }
      Agreement same = compare(rounded, map);
      assertThat(same.holds()).isTrue();
      assertThat(same.pixels()).hasValue(0);
    }

    @Test
    void mayNotMoveTheirBorders() {
      assertThat(compare(map(24), map(20)).holds()).isFalse();
    }

    @Test
    void mayNotFallBelowTheThresholdSomewhere() {
      float[] map = map(20);
      float[] faded = map.clone();
      for (int i = 0; i < faded.length; i++) {
        // A hair on the other side of the threshold: in numbers next to nothing.
        map[i] = map[i] > 0 && i % SIDE > 15 ? 0.3001f : map[i];
        faded[i] = faded[i] > 0 && i % SIDE > 15 ? 0.2999f : faded[i];
      }
      assertThat(compare(faded, map).objection())
          .hasValueSatisfying(
              why -> assertThat(why).contains("text for one and not for the other"));
    }

    private static Agreement compare(float[] device, float[] processor) {
      return TextMapRule.MAP.compare(Map.of(), outputs(device), outputs(processor));
    }

    private static Outputs outputs(float[] map) {
      return new Outputs(List.of("map"), List.of(floats(map, 1, 1, SIDE, SIDE)));
    }

    /** A line of text from the tenth row on, so many pixels wide. */
    private static float[] map(int width) {
      float[] map = new float[SIDE * SIDE];
      for (int y = 10; y < 22; y++) {
        Arrays.fill(map, y * SIDE + 5, y * SIDE + 5 + width, 0.9f);
      }
      return map;
    }
  }

  private static Tensor.Floats floats(float[] values, long... axes) {
    return new Tensor.Floats(FloatBuffer.wrap(values), Shape.of(axes));
  }
}
