package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real models under a queue that joins. */
@Timeout(120)
class RealBatchTest {
  private static final int REQUESTS = 24;

  private final MemoryPool pool = new MemoryPool(0);

  @ParameterizedTest
  @CsvSource({
    "facial-recognition/scrfd500m-mbf512/recognition,112",
    "clip/standin-mobilenetv2-minilm/visual,224"
  })
  void requestsThatShareRunsGetTheAnswersTheyWouldGetAlone(String model, int side)
      throws Exception {
    OnnxSession session =
        TestSessions.open(SharedFolder.orSkip().resolve("models/" + model + "/model.onnx"));
    String input = session.signature().input().name();
    try (Workspace workspace = pool.workspace();
        OwnedSession owned =
            new OwnedSession("real", session, () -> session, new Lanes(1, REQUESTS, 8))) {
      List<Map<String, Tensor>> pictures = new ArrayList<>();
      List<Outputs> alone = new ArrayList<>();
      for (int seed = 0; seed < REQUESTS; seed++) {
        pictures.add(Map.of(input, noise(seed, side, workspace)));
        alone.add(session.run(pictures.getLast()));
      }
      List<Outputs> together = asked(owned, pictures);

      for (int i = 0; i < REQUESTS; i++) {
        assertThat(distance(alone.get(i), together.get(i))).as("request %d", i).isLessThan(1e-3);
      }
      assertThat(owned.runs()).as("runs are shared").isLessThan(REQUESTS);
    }
  }

  @Test
  void aModelForOnePictureAtATimeIsNotMeasuredLong() {
    try (OnnxSession session =
            TestSessions.open(
                SharedFolder.orSkip()
                    .resolve("models/facial-recognition/scrfd500m-mbf512/detection/model.onnx"));
        Workspace workspace = pool.workspace()) {
      Map<String, Tensor> sample =
          Map.of(session.signature().input().name(), noise(1, 640, workspace));

      assertThat(BatchMeasure.mostRows(session, sample)).isEqualTo(1);
    }
  }

  private static List<Outputs> asked(OwnedSession owned, List<Map<String, Tensor>> pictures)
      throws Exception {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outputs>> answers = new ArrayList<>();
      for (Map<String, Tensor> picture : pictures) {
        answers.add(clients.submit(() -> owned.forRequest(Requests.ticket()).run(picture)));
      }
      List<Outputs> outputs = new ArrayList<>();
      for (Future<Outputs> answer : answers) {
        outputs.add(answer.get());
      }
      return outputs;
    }
  }

  private static Tensor noise(int seed, int side, Workspace workspace) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor.Floats picture = workspace.floats(Shape.of(1, 3, side, side));
    for (int i = 0; i < picture.data().limit(); i++) {
      picture.data().put(i, (float) random.nextDouble(-1, 1));
    }
    return picture;
  }

  /** The length of the difference, as a part of the answer's length. */
  private static double distance(Outputs one, Outputs other) {
    assertThat(other.floats(0).shape()).isEqualTo(one.floats(0).shape());
    double apart = 0;
    double length = 0;
    for (int i = 0; i < one.floats(0).data().limit(); i++) {
      double value = one.floats(0).data().get(i);
      apart += Math.pow(value - other.floats(0).data().get(i), 2);
      length += value * value;
    }
    return Math.sqrt(apart / length);
  }
}
