package dev.hearth.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtcGreedyTest {
  private static TinyModel recogniser(long axis) {
    return TinyModel.opset(12)
        .input("x", -1, -1, 5)
        .node("Softmax", List.of("x"), "y", Map.of("axis", axis))
        .output("y", -1, -1, 5);
  }

  @Test
  void theBestCharacterAndItsProbabilityTakeTheOutputsPlace(@TempDir Path folder)
      throws IOException {
    Twins twins = Twins.of(recogniser(2), Rewrite.CTC_GREEDY);
    Path file = Files.write(folder.resolve("model.onnx"), twins.rewritten());

    try (OnnxSession session = TestSessions.open(file);
        Workspace workspace = new MemoryPool(1 << 10).workspace()) {
      Tensor.Floats logits = workspace.floats(Shape.of(1, 2, 5));
      logits.data().put(0, new float[] {0, 0, 9, 0, 0, 1, 1, 1, 1, 3});
      Outputs outputs = session.run(Map.of("x", logits));

      assertThat(outputs.names()).containsExactly(Rewrite.CTC_INDEX, Rewrite.CTC_SCORE);
      Tensor.Longs best = (Tensor.Longs) outputs.tensors().getFirst();
      assertThat(best.shape()).isEqualTo(Shape.of(1, 2));
      assertThat(List.of(best.data().get(0), best.data().get(1))).containsExactly(2L, 4L);
      double second = Math.exp(2) / (Math.exp(2) + 4);
      assertThat(outputs.floats(1).data().get(1)).isCloseTo((float) second, Offset.offset(1e-6f));
    }
  }

  @Test
  void aSoftmaxOverAnotherAxisStays() {
    assertThat(Twins.of(recogniser(1), Rewrite.CTC_GREEDY).isUntouched()).isTrue();
  }

  @Test
  void aSoftmaxThatIsNotTheOnlyOutputStays() {
    TinyModel model = recogniser(2).node("Relu", List.of("x"), "z").output("z", -1, -1, 5);

    assertThat(Twins.of(model, Rewrite.CTC_GREEDY).isUntouched()).isTrue();
  }

  @Test
  void theOutputsStayUnlessThisIsAskedFor() {
    assertThat(Rewrite.forCpu()).doesNotContain(Rewrite.CTC_GREEDY);
    assertThat(Rewrite.forAnyDevice()).doesNotContain(Rewrite.CTC_GREEDY);
  }
}
