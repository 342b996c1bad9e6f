package dev.hearth.inference.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of other processes, one of them killed. */
class KilledPullTest {
  private static final byte[] DETECTION = TinyOnnx.ofWeights(400_000);
  private static final byte[] RECOGNITION = TinyOnnx.ofWeights(2_000);

  @TempDir Path root;

  /** The other process: pulls one model and ends. */
  static final class Pull {
    public static void main(String[] arguments) {
      puller(Path.of(arguments[0]), URI.create(arguments[1]))
          .pull(Task.FACES, ModelName.of("buffalo_s"), Progress.NONE);
    }
  }

  @Test
  void aPullKilledMidwayLeavesOnlyThePartAndTheNextContinuesIt() throws Exception {
    try (FakeHub hub = hub()) {
      hub.misbehaves("detection/model.onnx", new FakeHub.StallAfter(150_000, 60_000));
      Process pull = start(hub);
      Path part = root.resolve("facial-recognition/buffalo_s/detection/model.onnx.part");
      await(() -> Files.exists(part) && part.toFile().length() == 150_000);

      pull.destroyForcibly().waitFor();

      assertThat(ModelPullerTest.files(root.resolve("facial-recognition/buffalo_s")))
          .containsExactly(".lock", "detection/model.onnx.part");
      ModelFolder folder =
          puller(root, hub.address()).pull(Task.FACES, ModelName.of("buffalo_s"), Progress.NONE);
      assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(hub.downloads().get(1).range()).contains("bytes=150000-");
    }
  }

  @Test
  void twoProcessesFetchTheModelOnce() throws Exception {
    try (FakeHub hub = hub()) {
      hub.misbehaves("detection/model.onnx", new FakeHub.StallAfter(150_000, 300));
      List<Process> pulls = List.of(start(hub), start(hub));

      for (Process pull : pulls) {
        assertThat(pull.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pull.exitValue()).isZero();
      }

      assertThat(hub.downloads()).hasSize(2);
      assertThat(root.resolve("facial-recognition/buffalo_s/detection/model.onnx"))
          .hasBinaryContent(DETECTION);
    }
  }

  private static FakeHub hub() {
    return new FakeHub()
        .holds("immich-app/buffalo_s", "detection/model.onnx", DETECTION)
        .holds("immich-app/buffalo_s", "recognition/model.onnx", RECOGNITION);
  }

  private static ModelPuller puller(Path root, URI endpoint) {
    StarterSources none =
        new StarterSources(
            List.of(),
            root,
            command -> {
              throw new AssertionError("started " + command);
            });
    HubSettings settings = HubSettings.of(java.util.Map.of("HF_ENDPOINT", endpoint.toString()));
    return new ModelPuller(
        new ModelStore(List.of(root)),
        new Hub(settings),
        new StarterModels(none),
        FreeSpace.OF_DISK);
  }

  private Process start(FakeHub hub) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path", ""),
            Pull.class.getName(),
            root.toString(),
            hub.address().toString())
        .inheritIO()
        .start();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    for (int i = 0; i < 600; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("it did not come to pass");
  }
}
