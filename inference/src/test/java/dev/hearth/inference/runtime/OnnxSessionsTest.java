package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.graph.TinyModel;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxSessionsTest {
  @Test
  void theRuntimeIsTheOneOnTheClassPath() {
    assertThat(TestSessions.sessions().version()).startsWith("1.");
    assertThat(TestSessions.sessions().providers()).contains("CPUExecutionProvider");
  }

  @Test
  void aMissingFileIsNotFound(@TempDir Path folder) {
    assertThatThrownBy(() -> TestSessions.open(folder.resolve("model.onnx")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.NOT_FOUND));
  }

  @Test
  void aFileThatIsNoModelIsRefusedWithTheRemedy(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "not a model");

    assertThatThrownBy(() -> TestSessions.open(file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
              assertThat(refused.problem().remedy()).contains("models verify");
            });
  }

  @Test
  void aRealModelTellsItsSignatureAndRuns() {
    Path model =
        SharedFolder.orSkip()
            .resolve("models/facial-recognition/scrfd500m-mbf512/recognition/model.onnx");
    MemoryPool pool = new MemoryPool(1 << 20);
    try (OnnxSession session = TestSessions.open(model);
        Workspace workspace = pool.workspace()) {
      assertThat(session.signature().input().axes())
          .isEqualTo(List.of(TensorInfo.DYNAMIC, 3L, 112L, 112L));
      Tensor.Floats faces = workspace.floats(Shape.of(2, 3, 112, 112));
      for (int i = 0; i < faces.data().limit(); i++) {
        faces.data().put(i, 0.5f);
      }

      Outputs outputs = session.run(Map.of(session.signature().input().name(), faces));

      assertThat(outputs.floats(0).shape()).isEqualTo(Shape.of(2, 512));
      assertThat(outputs.floats(0).data().get(0)).isEqualTo(outputs.floats(0).data().get(512));
    }
  }

  @Test
  void theTwinTellsTheTimeOfEachNodeAndLeavesNoProfileBehind(@TempDir Path folder)
      throws IOException {
    Path model =
        Files.write(
            folder.resolve("model.onnx"),
            TinyModel.opset(13)
                .input("x", 1, 3, 64, 64)
                .conv("x", "a", 3, 8, 3, 1)
                .node("Hardmax", List.of("a"), "y")
                .output("y", 1, 8, 64, 64)
                .bytes());
    MemoryPool pool = new MemoryPool(1 << 20);
    try (Workspace workspace = pool.workspace()) {
      Tensor.Floats input = workspace.floats(Shape.of(1, 3, 64, 64));

      TwinRun twin =
          TestSessions.sessions()
              .runTwin(model, SessionSettings.DEFAULT, Set.of(), Map.of("x", input));

      assertThat(twin.byNode()).hasSize(2);
      assertThat(twin.byNode().values()).allMatch(Duration::isPositive);
      Duration nodes = twin.byNode().values().stream().reduce(Duration.ZERO, Duration::plus);
      assertThat(nodes).isLessThanOrEqualTo(twin.whole());
      assertThat(twin.outputs().floats("y").shape()).isEqualTo(Shape.of(1, 8, 64, 64));
    }
    try (Stream<Path> files = Files.list(Path.of("target", "native"))) {
      assertThat(files).noneMatch(Files::isDirectory);
    }
  }
}
