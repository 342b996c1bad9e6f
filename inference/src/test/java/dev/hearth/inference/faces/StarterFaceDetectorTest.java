package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StarterFaceDetectorTest {
  private final Workspace workspace = new MemoryPool(0).workspace();
  private final FaceDetection detector = FaceDetection.inFolder(true);
  private final CapturedSession landmarks = sixtyEightLandmarks();

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void theFolderTellsTheFamily() {
    assertThat(detector.files()).containsExactly("model.onnx", "landmarks.onnx");
    assertThat(FaceDetection.inFolder(false).files()).containsExactly("model.onnx");
  }

  @Test
  void boxesAreFractionsOfThePictureAndLandmarksOfTheSquareAroundThem() {
    CapturedSession boxes = boxes(0.9f, 0.25f, 0.25f, 0.5f, 0.75f);

    DetectedFace face = detect(picture(400, 200), 0.7, boxes).faces().getFirst();

    assertThat(face.box()).isEqualTo(new Box(100, 50, 200, 150));
    assertThat(face.score()).isEqualTo(0.9f);
    // Each scripted landmark lies at (index / 100, index / 200) of the square of 100 pixels.
    assertThat(face.landmarks())
        .extracting(Point::x)
        .containsExactly(100 + 39f, 100 + 45f, 100 + 30f, 100 + 54f, 100 + 59f);
    assertThat(face.landmarks().get(2).y()).isCloseTo(50 + 15f, within(1e-3f));
  }

  @Test
  void theDetectorSeesTheWholePictureBlueFirst() {
    CapturedSession boxes = boxes(0.1f, 0, 0, 1, 1);

    detect(picture(33, 500), 0.7, boxes);

    Tensor.Floats fed = (Tensor.Floats) boxes.fed();
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 3, 240, 320));
    assertThat(fed.data().get(0)).isEqualTo((50 - 127f) / 128);
    assertThat(fed.data().get(3 * 240 * 320 - 1)).isEqualTo((200 - 127f) / 128);
  }

  @Test
  void theLandmarkModelSeesGreyBetweenZeroAndOne() {
    detect(picture(400, 200), 0.7, boxes(0.9f, 0.25f, 0.25f, 0.5f, 0.75f));

    Tensor.Floats fed = (Tensor.Floats) landmarks.fed();
    assertThat(fed.shape()).isEqualTo(Shape.of(1, 1, 64, 64));
    float grey = (0.299f * 200 + 0.587f * 100 + 0.114f * 50) / 256;
    assertThat(fed.data().get(32 * 64 + 32)).isCloseTo(grey, within(1e-5f));
  }

  @Test
  void withoutFacesTheLandmarkModelIsNotAsked() {
    assertThat(detect(picture(1, 1), 0.7, boxes(0.6f, 0, 0, 1, 1)).faces()).isEmpty();
    assertThat(detect(picture(9, 9), 0.7, boxes(Float.NaN, 0, 0, 1, 1)).faces()).isEmpty();
    assertThat(landmarks.runs()).isEmpty();
  }

  private DetectedFaces detect(Picture picture, double minScore, CapturedSession boxes) {
    return detector.detect(picture, minScore, List.of(boxes, landmarks), workspace);
  }

  private static CapturedSession boxes(float score, float... corners) {
    return CapturedSession.computing(
        List.of(CapturedSession.input("input", ElementType.FLOAT, 1, 3, 240, 320)),
        _ ->
            new Outputs(
                List.of("scores", "boxes"),
                List.of(
                    new Tensor.Floats(
                        FloatBuffer.wrap(new float[] {1 - score, score}), Shape.of(1, 1, 2)),
                    new Tensor.Floats(FloatBuffer.wrap(corners), Shape.of(1, 1, 4)))));
  }

  private static CapturedSession sixtyEightLandmarks() {
    float[] points = new float[136];
    for (int i = 0; i < 68; i++) {
      points[2 * i] = i / 100f;
      points[2 * i + 1] = i / 200f;
    }
    return CapturedSession.answering(
        List.of(CapturedSession.input("input", ElementType.FLOAT, 1, 1, 64, 64)), points);
  }

  private Picture picture(int width, int height) {
    return Photos.plain(width, height, 200, 100, 50, workspace);
  }
}
