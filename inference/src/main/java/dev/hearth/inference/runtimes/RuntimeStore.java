package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.CommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The runtimes under the user's data directory: one folder each, with a manifest. */
public final class RuntimeStore {
  private final Path folder;
  private final CommandRunner programs;

  /**
   * @param folder of all runtimes; made when the first is installed
   * @param programs runs npm and Maven
   */
  public RuntimeStore(Path folder, CommandRunner programs) {
    this.folder = folder;
    this.programs = programs;
  }

  /** Those that are installed, by their manifests; files are not checked. */
  public List<InstalledRuntime> list() {
    return List.of();
  }

  /**
   * The runtime of a provider, with every file's checksum verified.
   *
   * @return empty where none is installed
   * @throws dev.hearth.machine.ProblemException {@code UNAVAILABLE} when it is damaged
   */
  public Optional<InstalledRuntime> find(Provider provider) {
    return Optional.empty();
  }

  /**
   * Installs the runtime of a provider with the ordinary clients, or from a path.
   *
   * @param from the provider's library where the user must give one
   */
  public InstalledRuntime install(Provider provider, Optional<Path> from, Progress progress) {
    progress.says(folder + " " + programs + from);
    return find(provider).orElseThrow();
  }

  /** Removes a runtime; says whether there was one. */
  public boolean remove(Provider provider) {
    return false;
  }
}
