package dev.hearth.inference.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Bucketed;
import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceRecognizerTest {
  private static final int PLANE = 112 * 112;

  private final Workspace workspace = new MemoryPool(0).workspace();
  private final Picture picture = stripes();

  @AfterEach
  void free() {
    workspace.close();
  }

  @Test
  void noFaceNoRun() {
    var model = model(TensorInfo.DYNAMIC);

    assertThat(recognize(faces(0), 0, model)).isEmpty();
    assertThat(model.runs()).isEmpty();
  }

  @Nested
  class Batching {
    @Test
    void allFacesOfAPictureAreOneRun() {
      assertThat(batches(faces(5), 0, TensorInfo.DYNAMIC)).containsExactly(5);
    }

    @Test
    void aCrowdIsCutIntoRunsOfThirtyTwo() {
      assertThat(batches(faces(70), 0, TensorInfo.DYNAMIC)).containsExactly(32, 32, 6);
      assertThat(batches(faces(70), 1000, TensorInfo.DYNAMIC)).containsExactly(32, 32, 6);
    }

    @Test
    void theSettingMakesSmallerRuns() {
      assertThat(batches(faces(5), 2, TensorInfo.DYNAMIC)).containsExactly(2, 2, 1);
    }

    @Test
    void aModelForOneFaceTakesOneAtATime() {
      assertThat(batches(faces(3), 0, 1)).containsExactly(1, 1, 1);
    }

    @Test
    void aModelForFourFacesAlwaysTakesFour() {
      assertThat(batches(faces(5), 0, 4)).containsExactly(4, 4);
    }
  }

  @Nested
  class OnDevices {
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6, 40})
    void batchesAreBucketsAndEveryFaceGetsItsOwnEmbedding(int most) {
      for (int count : new int[] {1, 2, 3, 5, 8, 9, 31, 33, 70}) {
        var model = new Bucketed(model(TensorInfo.DYNAMIC));
        DetectedFaces found = faces(count);

        List<RecognizedFace> recognized = recognize(found, most, model);

        assertThat(recognized)
            .extracting(face -> Math.round(face.embedding().values().get(0) / 1000))
            .containsExactlyElementsOf(IntStream.range(0, count).boxed().toList());
        assertThat(FaceRecognizer.usualInputs(model.signature())).containsAll(model.seen());
        assertThat(model.seen())
            .extracting(shapes -> shapes.values().iterator().next().axis(0))
            .allMatch(rows -> most == 0 || rows <= most);
      }
    }

    @Test
    void threeFacesAreFourRows() {
      var model = new Bucketed(model(TensorInfo.DYNAMIC));

      recognize(faces(3), 0, model);

      assertThat(model.seen()).containsExactly(Map.of("input.1", Shape.of(4, 3, 112, 112)));
    }
  }

  @Nested
  class Embeddings {
    @Test
    void areRawAndStayWithTheirFacesAcrossRuns() {
      DetectedFaces found = faces(5);

      for (long axis : new long[] {TensorInfo.DYNAMIC, 1, 2, 4}) {
        List<RecognizedFace> recognized = recognize(found, 2, model(axis));

        assertThat(recognized).extracting(RecognizedFace::face).isEqualTo(found.faces());
        // The scripted model answers with what it sees in the middle, times a thousand.
        assertThat(recognized)
            .extracting(face -> Math.round(face.embedding().values().get(0) / 1000))
            .containsExactly(0, 1, 2, 3, 4);
        assertThat(recognized.getFirst().embedding().dimensions()).isEqualTo(2);
      }
    }
  }

  @Nested
  class Pixels {
    @Test
    void arcFaceTakesRedFirstAroundZero() {
      assertThat(fed(FaceRecognizer.arcFace(false)))
          .containsExactly(-1f, (100 - 127.5f) * (1 / 127.5f), (50 - 127.5f) * (1 / 127.5f));
    }

    @Test
    void aGraphThatNormalisesItselfTakesPlainPixels() {
      assertThat(fed(FaceRecognizer.arcFace(true))).containsExactly(0f, 100f, 50f);
    }

    @Test
    void theStarterTakesBlueFirst() {
      assertThat(fed(FaceRecognizer.starter()))
          .containsExactly((50 - 127f) / 128, (100 - 127f) / 128, -127f / 128);
    }

    @Test
    void beyondThePictureIsBlack() {
      var model = model(TensorInfo.DYNAMIC);
      DetectedFaces outside = new DetectedFaces(List.of(face(-5000)));

      FaceRecognizer.arcFace(false).recognize(picture, outside, 0, model, workspace);

      assertThat(((Tensor.Floats) model.fed()).data().get(0)).isCloseTo(-1f, within(1e-6f));
    }

    private float[] fed(FaceRecognizer recognizer) {
      var model = model(TensorInfo.DYNAMIC);
      recognizer.recognize(picture, faces(1), 0, model, workspace);
      FloatBuffer planes = ((Tensor.Floats) model.fed()).data();
      int middle = 72 * 112 + 56;
      return new float[] {
        planes.get(middle), planes.get(PLANE + middle), planes.get(2 * PLANE + middle)
      };
    }
  }

  private List<RecognizedFace> recognize(DetectedFaces found, int most, Session model) {
    return FaceRecognizer.arcFace(true).recognize(picture, found, most, model, workspace);
  }

  private List<Integer> batches(DetectedFaces found, int most, long axis) {
    var model = model(axis);
    assertThat(recognize(found, most, model)).hasSize(found.faces().size());
    return model.runs().stream()
        .map(run -> run.values().iterator().next().shape().axis(0))
        .toList();
  }

  /** Answers each face with the red in its middle times a thousand, and 7. */
  private static CapturedSession model(long batch) {
    return CapturedSession.computing(
        List.of(CapturedSession.input("input.1", ElementType.FLOAT, batch, 3, 112, 112)),
        inputs -> {
          Tensor.Floats faces = (Tensor.Floats) inputs.values().iterator().next();
          int rows = faces.shape().axis(0);
          FloatBuffer answer = FloatBuffer.allocate(2 * rows);
          for (int i = 0; i < rows; i++) {
            answer.put(2 * i, faces.data().get(3 * PLANE * i + 72 * 112 + 56) * 1000);
            answer.put(2 * i + 1, 7);
          }
          return CapturedSession.output("embedding", answer, rows, 2);
        });
  }

  /** Vertical stripes of 200 pixels whose red is their number. */
  private Picture stripes() {
    Picture whole = Photos.plain(200 * 70, 200, 0, 100, 50, workspace);
    for (int i = 1; i < 70; i++) {
      Photos.paint(Photos.plain(200, 200, i, 100, 50, workspace), whole, 200 * i, 0);
    }
    return whole;
  }

  private static DetectedFaces faces(int count) {
    List<DetectedFace> faces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      faces.add(face(200 * i + 100));
    }
    return new DetectedFaces(faces);
  }

  private static DetectedFace face(float x) {
    return new DetectedFace(
        new Box(x - 50, 50, x + 50, 150),
        0.9f,
        List.of(
            new Point(x - 18, 80),
            new Point(x + 18, 80),
            new Point(x, 100),
            new Point(x - 15, 120),
            new Point(x + 15, 120)));
  }
}
