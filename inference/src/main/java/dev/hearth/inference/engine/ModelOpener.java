package dev.hearth.inference.engine;

import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.store.ModelFolder;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.tokens.TokenizerLibrary;
import java.nio.file.Path;

/**
 * Opens models from the store, pulling what is missing. A file that the runtime refuses is moved
 * aside and fetched again, once; the files beside it stay.
 */
public final class ModelOpener implements ModelLoader {
  private final ModelPuller puller;
  private final Progress progress;
  private final Blueprints blueprints;
  private final DevicePlacing placing;

  public ModelOpener(
      OnnxSessions runtime,
      ModelPuller puller,
      TokenizerLibrary tokenizers,
      EngineSettings settings,
      Progress progress) {
    this.puller = puller;
    this.progress = progress;
    this.blueprints = new Blueprints(tokenizers, settings);
    this.placing = new DevicePlacing(ModelRuntime.of(runtime, settings.sessions()), settings);
  }

  @Override
  public Loaded load(ModelKey key) {
    ModelFolder folder = puller.obtain(key.task(), key.type(), key.name(), progress);
    return placing.place(blueprints.of(key, folder, file -> repaired(folder, file)));
  }

  private boolean repaired(ModelFolder folder, Path file) {
    if (!folder.writable()) {
      return false;
    }
    puller.repair(folder, file, progress);
    return true;
  }
}
