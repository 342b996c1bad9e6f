package dev.hearth.inference.runtimes;

import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How the runtime of one provider comes onto this machine. */
sealed interface Recipe permits PackagedRuntime, PluginRuntime {

  /** Why it cannot be installed here; empty where it can. */
  Optional<Problem> refusal();

  /** Bytes of disk that laying it out takes at most. */
  long bytes(Optional<Path> from);

  /**
   * Puts it into a folder that is there and empty.
   *
   * @param from the file the person names
   */
  Laid lay(Path folder, Optional<Path> from, Progress progress);

  /**
   * What lies in the folder now, as the manifest says it.
   *
   * @param files the first ones checked first
   */
  record Laid(
      String origin,
      String core,
      Optional<String> binding,
      Optional<String> plugin,
      List<RuntimeManifest.Item> files) {}
}
