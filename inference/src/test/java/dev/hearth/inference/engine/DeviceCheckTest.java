package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.graph.CheckGraph;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.SessionSettings;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.ProblemException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCheckTest {
  private final ScriptedRuntime runtime = new ScriptedRuntime();

  @Test
  void theCheckIsAModelThatTheRuntimeTakes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("check.onnx");
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.write(CheckGraph.file());
    }
    try (OpenSession session = TestSessions.sessions().open(file, SessionSettings.DEFAULT);
        Workspace workspace = new MemoryPool(0).workspace()) {
      Tensor.Floats picture = workspace.floats(Shape.of(1, 3, 32, 32));
      for (int i = 0; i < picture.data().limit(); i++) {
        picture.data().put(i, i % 7);
      }
      Tensor.Floats answer = session.run(Map.of(CheckGraph.INPUT, picture)).floats(0);
      assertThat(answer.shape()).isEqualTo(Shape.of(1, 8, 32, 32));
      assertThat(answer.data().get(500)).isNotZero();
    }
  }

  @Test
  void aDeviceThatComputesIsProven() {
    Proof proof = DeviceCheck.run(runtime, ScriptedRuntime.gpu());
    assertThat(proof.agreement().holds()).isTrue();
    assertThat(proof.placement().share()).isEqualTo(1);
    assertThat(runtime.closed).isEqualTo(1);
  }

  @Test
  void aDeviceThatAnswersWronglyIsRefused() {
    runtime.deviceAnswer = new float[] {4, 3, 2, 1};
    refused("Card 0 (CUDA) does not compute as it should", "differs from the processor's");
  }

  @Test
  void aDeviceThatIsGivenNothingIsRefused() {
    runtime.placement = ScriptedRuntime.NOTHING;
    refused("the runtime placed none of its 1 nodes there");
  }

  @Test
  void aRuntimeThatDoesNotSayWhatItPlacedIsNotBelieved() {
    runtime.placement = new Placement(List.of(), List.of());
    refused("does not say");
  }

  @Test
  void aDeviceThatFailsIsRefused() {
    runtime.failsAtRun = true;
    refused("its first run there failed: VK_ERROR_DEVICE_LOST", "--backend auto");
  }

  @Test
  void aDeviceThatCannotBeOpenedIsRefused() {
    runtime.refuses = true;
    refused("the driver has no such queue");
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> DeviceCheck.run(runtime, ScriptedRuntime.gpu()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(words);
    assertThat(runtime.opened).allMatch(device -> !device.equals(Device.CPU));
    assertThat(runtime.closed).isEqualTo(runtime.opened.size());
  }
}
