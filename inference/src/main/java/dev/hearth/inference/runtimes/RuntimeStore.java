package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.FolderLock;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.Removal;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runtimes under the user's data directory: one folder each, with a manifest. */
public final class RuntimeStore {
  private final Path folder;
  private final CommandRunner programs;
  private final Catalogue catalogue;

  /**
   * @param folder of all runtimes; made when the first is installed
   * @param programs runs npm and Maven
   */
  public RuntimeStore(Path folder, CommandRunner programs) {
    this.folder = folder;
    this.programs = programs;
    this.catalogue = Catalogue.current();
  }

  /** Those that are installed, by their manifests; files are not checked. */
  public List<InstalledRuntime> list() {
    return Stream.of(Provider.values()).flatMap(each -> manifest(each).stream()).toList();
  }

  /**
   * The runtime of a provider, with every file's checksum verified.
   *
   * @return empty where none is installed
   * @throws dev.hearth.machine.ProblemException {@code UNAVAILABLE} when it is damaged
   */
  public Optional<InstalledRuntime> find(Provider provider) {
    return manifest(provider);
  }

  /**
   * Installs the runtime of a provider with the ordinary clients, or from a path.
   *
   * @param from the provider's library where the user must give one
   */
  public InstalledRuntime install(Provider provider, Optional<Path> from, Progress progress) {
    PinnedPackage pinned = catalogue.of(provider).orElseThrow();
    try {
      Files.createDirectories(folder);
    } catch (IOException trouble) {
      throw FolderTrouble.writing(folder, trouble);
    }
    try (FolderLock _ = FolderLock.of(folder, progress)) {
      Optional<InstalledRuntime> there = from.isEmpty() ? find(provider) : Optional.empty();
      if (there.isPresent()) {
        return there.get();
      }
      Path part = folder.resolve(provider.key() + ".part");
      clear(part);
      try {
        Files.createDirectories(part);
        List<RuntimeManifest.Item> items =
            new PackagedRuntime(pinned, programs).lay(part, from, progress);
        new RuntimeManifest(
                RuntimeManifest.SCHEMA,
                provider.key(),
                catalogue.version(),
                pinned.origin(),
                "",
                items.getFirst().path(),
                Optional.empty(),
                Optional.empty(),
                items)
            .write(part);
        Files.move(part, folder.resolve(provider.key()), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException trouble) {
        throw FolderTrouble.writing(part, trouble);
      } finally {
        clear(part);
      }
    }
    return find(provider)
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.UNAVAILABLE, "The runtime was removed meanwhile", ""));
  }

  /** Removes a runtime; says whether there was one. */
  public boolean remove(Provider provider) {
    return clear(folder.resolve(provider.key()));
  }

  private static boolean clear(Path folder) {
    boolean there = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (there) {
      Removal.delete(folder);
    }
    return there;
  }

  private Optional<InstalledRuntime> manifest(Provider provider) {
    Path at = folder.resolve(provider.key());
    return RuntimeManifest.of(at).map(manifest -> manifest.in(at));
  }
}
