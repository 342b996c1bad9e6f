package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.SoftwareVulkan;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.graph.TinyModel;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("vulkan")
class DeviceSessionsTest {
  private final OnnxSessions sessions = SoftwareVulkan.sessionsOrSkip();
  private final Device device = SoftwareVulkan.deviceOrSkip();

  @TempDir private Path folder;

  @Test
  void aModelWhoseOperatorsAllRunOnTheDeviceIsPlacedThere() throws IOException {
    try (OnnxSession session = open(convolutions())) {
      assertThat(session.placement().onDevice()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(session.placement().share()).isEqualTo(1);
      assertThat(session.shapes()).isEqualTo(ShapePolicy.BUCKETED);
    }
  }

  @Test
  void nodesThatTheDeviceCannotComputeAreNamed() throws IOException {
    try (OnnxSession session = open(halfOnTheCpu())) {
      Placement placement = session.placement();
      assertThat(placement.onCpu()).extracting(Placement.Node::op).contains("Hardmax");
      assertThat(placement.onDevice()).extracting(Placement.Node::op).contains("Conv");
      assertThat(placement.share()).isStrictlyBetween(0.0, 1.0);
    }
  }

  @Test
  void aModelThatTheDeviceCannotComputeAtAllIsNotClaimed() throws IOException {
    TinyModel model =
        TinyModel.opset(13).input("x", 1, 8).node("Hardmax", List.of("x"), "y").output("y", 1, 8);

    try (OnnxSession session = open(model)) {
      assertThat(session.placement().share()).isZero();
      assertThat(session.placement().nodes()).isEqualTo(1);
    }
  }

  @Test
  void sessionsThatOpenTogetherDoNotMixTheirNodesUp() throws Exception {
    Path one = write("one.onnx", convolutions());
    Path other = write("other.onnx", halfOnTheCpu());
    Placement alone = placement(one);
    Placement otherAlone = placement(other);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 5; round++) {
        Future<Placement> first = threads.submit(() -> placement(one));
        Future<Placement> second = threads.submit(() -> placement(other));
        assertThat(first.get()).isEqualTo(alone);
        assertThat(second.get()).isEqualTo(otherAlone);
      }
    }
  }

  @Test
  void sessionsOpenRunAndCloseSideBySide() throws Exception {
    Path file = write("model.onnx", convolutions());
    MemoryPool pool = new MemoryPool(1 << 20);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> users = Collections.nCopies(4, () -> answersAgree(file, pool));
      for (Future<Boolean> each : threads.invokeAll(users)) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  private boolean answersAgree(Path file, MemoryPool pool) {
    try (Workspace workspace = pool.workspace()) {
      Map<String, Tensor> inputs = Map.of("x", ramp(workspace, Shape.of(1, 3, 16, 16)));
      boolean agree = true;
      float first = Float.NaN;
      for (int round = 0; round < 5; round++) {
        try (OnnxSession session = open(file)) {
          for (int run = 0; run < 10; run++) {
            float answer = session.run(inputs).floats("y").data().get(7);
            agree &= Float.isNaN(first) || answer == first;
            first = answer;
          }
        }
      }
      return agree;
    }
  }

  @Test
  void theDeviceAnswersAsTheProcessorDoes() throws IOException {
    Path file = write("model.onnx", convolutions());
    MemoryPool pool = new MemoryPool(1 << 20);
    try (OnnxSession onDevice = open(file);
        OnnxSession onCpu = sessions.open(file, SessionSettings.DEFAULT);
        Workspace workspace = pool.workspace()) {
      Map<String, Tensor> inputs = Map.of("x", ramp(workspace, Shape.of(1, 3, 16, 16)));

      Tensor.Floats expected = onCpu.run(inputs).floats("y");
      Tensor.Floats actual = onDevice.run(inputs).floats("y");

      for (int i = 0; i < expected.data().limit(); i++) {
        assertThat(actual.data().get(i)).isCloseTo(expected.data().get(i), within(1e-4f));
      }
    }
  }

  @Test
  void ofARealDetectorOnlySizesAreComputedOnTheProcessor() {
    Path model =
        SharedFolder.orSkip()
            .resolve("models/facial-recognition/scrfd500m-mbf512/detection/model.onnx");

    Placement placement = placement(model);

    assertThat(placement.share()).isGreaterThan(0.8);
    assertThat(placement.onCpu()).extracting(Placement.Node::op).doesNotContain("Conv");
  }

  @Test
  void aRealQuantizedModelKeepsItsProductsOnTheProcessorAndSaysSo() {
    Path model = SharedFolder.orSkip().resolve("models/sentiment/minilm-fpb/model.onnx");

    Placement placement = placement(model);

    assertThat(placement.onCpu()).extracting(Placement.Node::op).contains("MatMulInteger");
    assertThat(placement.onCpu()).extracting(Placement.Node::name).doesNotContain("");
  }

  private static TinyModel convolutions() {
    return TinyModel.opset(13)
        .input("x", -1, 3, 16, 16)
        .conv("x", "a", 3, 8, 3, 1)
        .node("Relu", List.of("a"), "b")
        .conv("b", "y", 8, 4, 1, 0)
        .output("y", -1, 4, 16, 16);
  }

  private static TinyModel halfOnTheCpu() {
    return TinyModel.opset(13)
        .input("x", 1, 3, 16, 16)
        .conv("x", "a", 3, 8, 3, 1)
        .node("Hardmax", List.of("a"), "b")
        .conv("b", "y", 8, 4, 1, 0)
        .output("y", 1, 4, 16, 16);
  }

  private Path write(String name, TinyModel model) throws IOException {
    return Files.write(folder.resolve(name), model.bytes());
  }

  private OnnxSession open(TinyModel model) throws IOException {
    return open(write("model.onnx", model));
  }

  private OnnxSession open(Path model) {
    return sessions.open(model, SessionSettings.DEFAULT, Set.of(), device);
  }

  private Placement placement(Path model) {
    try (OnnxSession session = open(model)) {
      return session.placement();
    }
  }

  private static Tensor.Floats ramp(Workspace workspace, Shape shape) {
    Tensor.Floats tensor = workspace.floats(shape);
    for (int i = 0; i < tensor.data().limit(); i++) {
      tensor.data().put(i, (i % 97) / 97f);
    }
    return tensor;
  }
}
