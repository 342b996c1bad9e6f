package dev.hearth.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.engine.Computing.Choice;
import dev.hearth.inference.image.PictureDecoders;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start learns that waits for its models. */
@Timeout(30)
class PreloadedTest {
  private static final Path LIBRARIES = Path.of("target", "native").toAbsolutePath();

  private final ScriptedRuntime runtime = new ScriptedRuntime();

  @Test
  void aDeviceThatRefusesAModelEndsTheStart(@TempDir Path folder) throws Exception {
    runtime.failsAtRun = true;
    try (LocalEngine engine = engine(placing(folder))) {
      assertThatThrownBy(engine::awaitPreloaded)
          .isInstanceOf(ProblemException.class)
          .hasMessageContainingAll("Card 0 (CUDA)", "VK_ERROR_DEVICE_LOST", "devices.clip: cpu");
    }
  }

  @Test
  void aModelThatCannotBeHadNowIsLeftToTheRequestThatNeedsIt() {
    ModelLoader offline =
        _ -> {
          throw new ProblemException(Problem.Kind.UNAVAILABLE, "no network", "");
        };
    try (LocalEngine engine = engine(offline)) {
      assertThatCode(engine::awaitPreloaded).doesNotThrowAnyException();
      assertThat(engine.status().devices().getFirst().takenOff()).isZero();
    }
  }

  @Test
  void theEngineIsReadyWhenItsModelsAreWarm(@TempDir Path folder) throws Exception {
    try (LocalEngine engine = engine(placing(folder))) {
      engine.awaitPreloaded();
      assertThat(engine.status().ready()).isTrue();
      assertThat(runtime.seen).as("the trial twice, and the usual size").hasSizeGreaterThan(2);
    }
  }

  private ModelLoader placing(Path folder) throws Exception {
    ScriptedModel model = new ScriptedModel();
    model.file = Files.writeString(folder.resolve("model.onnx"), "a model");
    DevicePlacing placing = new DevicePlacing(runtime, settings());
    return _ -> placing.place(model.blueprint());
  }

  private static LocalEngine engine(ModelLoader loader) {
    return new LocalEngine(
        settings(), loader, PictureDecoders.best(LIBRARIES).decoder(), new MemoryPool(0));
  }

  private static EngineSettings settings() {
    EngineSettings defaults = EngineSettings.defaults(2);
    return new EngineSettings(
        defaults.sessions(),
        defaults.lanes(),
        defaults.queueLength(),
        Duration.ZERO,
        Duration.ZERO,
        List.of(ScriptedModel.KEY),
        0,
        6,
        defaults.preprocessing(),
        Computing.everywhere(
            new Choice(List.of(ScriptedRuntime.gpu()), false, "asked for in this test")));
  }
}
