package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.faces.ScriptedScrfd.Sight;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Bucketed;
import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FaceDetectorTest {
  private static final float BLACK = -127.5f / 128;

  private final Workspace workspace = new MemoryPool(0).workspace();
  private final FaceDetector detector = new FaceDetector();

  @AfterEach
  void free() {
    workspace.close();
  }

  @Nested
  class Decoding {
    @Test
    void anAnchorStandsInTheCornerOfItsCellAndCountsInStrides() {
      var model = ScriptedScrfd.seeing(new Sight(16, 10, 5, 1, 0.9f, 2f, 0.5f)).ofAnySize();

      DetectedFace face = onlyFace(detect(picture(1280, 1280), 0.7, model));

      // Anchor (160, 80), ± 32, + 8, on a canvas half the picture's size.
      assertThat(face.box()).isEqualTo(new Box(256, 96, 384, 224));
      assertThat(face.landmarks()).hasSize(5).containsOnly(new Point(336, 176));
      assertThat(face.score()).isEqualTo(0.9f);
    }

    @Test
    void eachGridIsFoundWhateverTheOrderOfTheOutputs() {
      Sight[] sights = {
        new Sight(8, 3, 4, 0, 0.8f, 1f, 0f),
        new Sight(16, 20, 5, 1, 0.9f, 2f, 0f),
        new Sight(32, 3, 9, 0, 0.85f, 1.5f, 0f)
      };

      var straight = detect(picture(900, 600), 0.7, ScriptedScrfd.seeing(sights).ofAnySize());
      var shuffled =
          detect(picture(900, 600), 0.7, ScriptedScrfd.seeing(sights).shuffled().ofAnySize());

      assertThat(straight.faces()).hasSize(3);
      assertThat(shuffled).isEqualTo(straight);
    }

    @Test
    void boxesAreNotClippedToThePicture() {
      var model = ScriptedScrfd.seeing(new Sight(32, 0, 0, 0, 0.9f, 2f, 0f)).ofAnySize();

      assertThat(onlyFace(detect(picture(640, 640), 0.7, model)).box())
          .isEqualTo(new Box(-64, -64, 64, 64));
    }

    @Test
    void theLeastScoreIsTheCallsOwnAndIsEnough() {
      var model =
          ScriptedScrfd.seeing(
                  new Sight(8, 3, 4, 0, 0.7f, 1f, 0f), new Sight(8, 30, 4, 0, 0.5f, 1f, 0f))
              .ofAnySize();

      assertThat(detect(picture(640, 640), 0.7, model).faces()).hasSize(1);
      assertThat(detect(picture(640, 640), 0.4, model).faces()).hasSize(2);
    }

    @Test
    void scoresThatAreNotNumbersAreNoFaces() {
      var model = ScriptedScrfd.seeing(new Sight(8, 3, 4, 0, Float.NaN, 1f, 0f)).ofAnySize();

      assertThat(detect(picture(640, 640), 0.7, model).faces()).isEmpty();
      assertThat(detect(picture(640, 400), 0.7, model).faces()).isEmpty();
    }

    @Test
    void aModelOfAnotherKindIsRefusedWithWhatItGave() {
      var other =
          CapturedSession.computing(
              List.of(CapturedSession.input("image", ElementType.FLOAT, 1, 3, 640, 640)),
              _ -> CapturedSession.output("heat", FloatBuffer.allocate(4), 2, 2));

      assertThatThrownBy(() -> detect(picture(9, 9), 0.7, other))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("not an SCRFD model")
          .hasMessageContaining("[2, 2]");
    }
  }

  @Nested
  class Feeding {
    @Test
    void redIsFirstAndBlackFillsWhatThePictureLeavesFree() {
      var model = ScriptedScrfd.seeing().ofFixedSize();

      detect(picture(640, 320), 0.7, model);

      FloatBuffer planes = ((Tensor.Floats) model.fed()).data();
      int plane = 640 * 640;
      assertThat(planes.get(0)).isEqualTo((200 - 127.5f) / 128);
      assertThat(planes.get(plane + 639)).isEqualTo((100 - 127.5f) / 128);
      assertThat(planes.get(2 * plane + 319 * 640 + 639)).isEqualTo((50 - 127.5f) / 128);
      assertThat(planes.get(320 * 640)).isEqualTo(BLACK);
      assertThat(planes.get(3 * plane - 1)).isEqualTo(BLACK);
    }

    @Test
    void aTallPictureIsBlackOnTheRight() {
      var model = ScriptedScrfd.seeing().ofFixedSize();

      detect(picture(320, 640), 0.7, model);

      FloatBuffer planes = ((Tensor.Floats) model.fed()).data();
      assertThat(planes.get(639 * 640 + 319)).isEqualTo((200 - 127.5f) / 128);
      assertThat(planes.get(639 * 640 + 320)).isEqualTo(BLACK);
    }

    @Test
    void onePixelAndTheFlattestPanoramaAreFed() {
      var model = ScriptedScrfd.seeing().ofAnySize();

      detect(picture(1, 1), 0.7, model);
      detect(picture(20_000, 10), 0.7, model);
      detect(picture(10, 20_000), 0.7, model);

      assertThat(canvases(model))
          .containsExactly(
              Shape.of(1, 3, 640, 640), Shape.of(1, 3, 64, 640), Shape.of(1, 3, 640, 64));
    }
  }

  @Nested
  class TheCanvas {
    @Test
    void isThePictureAndAMarginWhereNoFaceIsNearTheCut() {
      var model = ScriptedScrfd.seeing(new Sight(8, 40, 20, 0, 0.9f, 2f, 0f)).ofAnySize();

      assertThat(detect(picture(1440, 960), 0.7, model).faces()).hasSize(1);
      assertThat(canvases(model)).containsExactly(Shape.of(1, 3, 480, 640));
    }

    @Test
    void isTheSquareWhereTheModelOrTheDeviceWantsOneSize() {
      var fixed = ScriptedScrfd.seeing().ofFixedSize();
      var free = ScriptedScrfd.seeing().ofAnySize();

      detect(picture(1440, 960), 0.7, fixed);
      detector.detect(picture(1440, 960), 0.7, new Bucketed(free), workspace);

      assertThat(canvases(fixed)).containsExactly(Shape.of(1, 3, 640, 640));
      assertThat(canvases(free)).containsExactly(Shape.of(1, 3, 640, 640));
    }

    @Test
    void isTheSquareWhereFainterFacesAreAskedForThanWereMeasured() {
      var model = ScriptedScrfd.seeing().ofAnySize();

      detect(picture(1440, 960), 0.2, model);

      assertThat(canvases(model)).containsExactly(Shape.of(1, 3, 640, 640));
    }

    @Test
    void growsToTheSquareForAFaceNearTheBottom() {
      // The picture ends at row 426; this face at 41 · 8 + 16 = 344, within 96 of it.
      var model = ScriptedScrfd.seeing(new Sight(8, 40, 41, 0, 0.9f, 2f, 0f)).ofAnySize();

      assertThat(detect(picture(1440, 960), 0.7, model).faces()).hasSize(1);
      assertThat(canvases(model))
          .containsExactly(Shape.of(1, 3, 480, 640), Shape.of(1, 3, 640, 640));
    }

    @Test
    void growsToTheSquareForAFaceNearTheRightOfATallPicture() {
      var model = ScriptedScrfd.seeing(new Sight(8, 41, 40, 0, 0.9f, 2f, 0f)).ofAnySize();

      detect(picture(960, 1440), 0.7, model);

      assertThat(canvases(model))
          .containsExactly(Shape.of(1, 3, 640, 480), Shape.of(1, 3, 640, 640));
    }

    @Test
    void growsForAFaceThatAlmostScoresEnoughAndNotForLess() {
      var almost = ScriptedScrfd.seeing(new Sight(8, 40, 41, 0, 0.61f, 2f, 0f)).ofAnySize();
      var faint = ScriptedScrfd.seeing(new Sight(8, 40, 41, 0, 0.59f, 2f, 0f)).ofAnySize();

      detect(picture(1440, 960), 0.7, almost);
      detect(picture(1440, 960), 0.7, faint);

      assertThat(almost.runs()).hasSize(2);
      assertThat(faint.runs()).hasSize(1);
    }

    @Test
    void doesNotGrowForAFaceNearTheSideThatIsNotCut() {
      var model = ScriptedScrfd.seeing(new Sight(8, 79, 20, 0, 0.9f, 2f, 0f)).ofAnySize();

      detect(picture(1440, 960), 0.7, model);

      assertThat(model.runs()).hasSize(1);
    }
  }

  private DetectedFaces detect(Picture picture, double minScore, CapturedSession model) {
    return detector.detect(picture, minScore, model, workspace);
  }

  private static DetectedFace onlyFace(DetectedFaces found) {
    assertThat(found.faces()).hasSize(1);
    return found.faces().getFirst();
  }

  private static List<Shape> canvases(CapturedSession model) {
    return model.runs().stream().map(run -> run.values().iterator().next().shape()).toList();
  }

  private Picture picture(int width, int height) {
    return Photos.plain(width, height, 200, 100, 50, workspace);
  }
}
