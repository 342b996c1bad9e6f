package dev.hearth.cli;

import dev.hearth.inference.clip.Preprocessing;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.engine.EngineSettings;
import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.engine.ModelKey;
import dev.hearth.inference.engine.ModelOpener;
import dev.hearth.inference.image.PictureDecoders;
import dev.hearth.inference.runtime.SessionSettings;
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
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.server.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Wires the engine's parts from the settings. */
final class Assembly {
  private static final System.Logger LOG = System.getLogger(Assembly.class.getName());

  /** Enough for the tensors of two photos at once; more would only stay resident. */
  private static final long IDLE_MEMORY = 24L << 20;

  private static final int CPU_THREADS = 2;

  private Assembly() {}

  static ModelStore store(Settings settings) {
    List<Path> roots = new ArrayList<>();
    roots.add(settings.models().cacheFolder());
    roots.addAll(settings.models().folders());
    return new ModelStore(roots);
  }

  static ModelPuller puller(Settings settings, Places places, ModelStore store) {
    Settings.Hub hub = settings.hub();
    HubSettings hubSettings =
        new HubSettings(
            hub.endpoint(),
            hub.token().map(Settings.Secret::value),
            hub.offline(),
            settings.models().organization(),
            settings.models().revision(),
            HubSettings.Patience.DEFAULT);
    StarterSources sources =
        new StarterSources(places.bundles(), places.mavenRepository(), new ProcessCommandRunner());
    return new ModelPuller(
        store, new Hub(hubSettings), new StarterModels(sources), FreeSpace.OF_DISK);
  }

  static LocalEngine engine(
      Settings settings, Loaded loaded, ModelPuller puller, Progress progress) {
    EngineSettings engine = engineSettings(settings, loaded.computing());
    ModelOpener opener =
        new ModelOpener(
            loaded.sessions(), puller, new TokenizerLibrary(loaded.libraries()), engine, progress);
    PictureDecoders.Choice pictures =
        PictureDecoders.best(loaded.libraries(), settings.compute().maxPixels());
    LOG.log(System.Logger.Level.INFO, pictures.reason());
    return new LocalEngine(engine, opener, pictures.decoder(), new MemoryPool(IDLE_MEMORY));
  }

  static EngineSettings engineSettings(Settings settings, Computing computing) {
    Settings.Compute compute = settings.compute();
    Settings.Models models = settings.models();
    int cores = Runtime.getRuntime().availableProcessors();
    return new EngineSettings(
        new SessionSettings(
            compute.intraOpThreads().orElse(Math.min(cores, CPU_THREADS)),
            compute.interOpThreads().orElse(1),
            compute.arena()),
        compute.requestThreads().orElse(cores),
        compute.queueLength(),
        models.ttl().orElse(Duration.ZERO),
        models.ttlPoll(),
        models.preload().stream()
            .map(each -> new ModelKey(each.task(), each.type(), each.model()))
            .toList(),
        compute.faceBatch().orElse(0),
        compute.ocrBatch(),
        models.clipPreprocessing() == Settings.ClipPreprocessing.LEGACY
            ? Preprocessing.LEGACY
            : Preprocessing.CONFIGURED,
        computing);
  }
}
