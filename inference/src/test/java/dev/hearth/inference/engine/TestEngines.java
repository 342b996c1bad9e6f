package dev.hearth.inference.engine;

import dev.hearth.inference.image.PictureDecoders;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.store.FreeSpace;
import dev.hearth.inference.store.Hub;
import dev.hearth.inference.store.HubSettings;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.StarterModels;
import dev.hearth.inference.store.StarterSources;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tokens.TokenizerLibrary;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.List;

/** Real engines over a folder of real models; nothing is fetched. */
final class TestEngines {
  private TestEngines() {}

  private static final Path LIBRARIES = Path.of("target", "native").toAbsolutePath();

  static LocalEngine over(Path models) {
    return over(List.of(models), OnnxSessions.load(LIBRARIES), EngineSettings.defaults(2));
  }

  /** An engine that computes elsewhere, with other models preloaded. */
  static LocalEngine over(List<Path> models, OnnxSessions runtime, EngineSettings settings) {
    ModelOpener opener =
        new ModelOpener(
            runtime, puller(models), new TokenizerLibrary(LIBRARIES), settings, Progress.NONE);
    return new LocalEngine(
        settings, opener, PictureDecoders.best(LIBRARIES).decoder(), new MemoryPool(64L << 20));
  }

  private static ModelPuller puller(List<Path> models) {
    HubSettings offline =
        new HubSettings(
            HubSettings.DEFAULT.endpoint(),
            HubSettings.DEFAULT.token(),
            true,
            HubSettings.DEFAULT.organization(),
            HubSettings.DEFAULT.revision(),
            HubSettings.DEFAULT.patience());
    StarterSources sources =
        new StarterSources(
            List.of(),
            models.getFirst().resolve("no-repository"),
            command -> {
              throw new ProblemException(
                  Problem.Kind.NOT_FOUND, "no programs in this test: " + command.argv(), "");
            });
    return new ModelPuller(
        new ModelStore(models), new Hub(offline), new StarterModels(sources), FreeSpace.OF_DISK);
  }
}
