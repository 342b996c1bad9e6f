package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.FolderLock;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.Removal;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One runtime coming or going. It grows in {@code <provider>.part} and gets its name by one rename,
 * so that a run that was killed leaves a part, which the next run clears away, and never half a
 * runtime. One run at a time, among all processes.
 */
final class Installation {
  /** Left free, so that the disk is never filled to its last byte. */
  private static final long MARGIN = 64L << 20;

  private final Path folder;
  private final Provider provider;
  private final RuntimeSurroundings surroundings;
  private final String version;

  Installation(Path folder, Provider provider, RuntimeSurroundings surroundings, String version) {
    this.folder = folder;
    this.provider = provider;
    this.surroundings = surroundings;
    this.version = version;
  }

  /**
   * Installs.
   *
   * @param there the runtime, if it is installed and whole; asked when it is this run's turn
   */
  InstalledRuntime run(
      Recipe recipe,
      Optional<Path> from,
      Progress progress,
      Supplier<Optional<InstalledRuntime>> there) {
    makeFolder();
    try (FolderLock _ = FolderLock.of(folder, progress)) {
      Optional<InstalledRuntime> installed = from.isPresent() ? Optional.empty() : there.get();
      if (installed.isPresent()) {
        return installed.get();
      }
      clear();
      checkSpace(recipe.bytes(from));
      return lay(recipe, from, progress);
    }
  }

  /** Removes; says whether there was something. */
  boolean undo() {
    makeFolder();
    try (FolderLock _ = FolderLock.of(folder, Progress.NONE)) {
      boolean there = Files.exists(place(), LinkOption.NOFOLLOW_LINKS);
      clear();
      setAside();
      clear();
      return there;
    }
  }

  private InstalledRuntime lay(Recipe recipe, Optional<Path> from, Progress progress) {
    Path part = beside("part");
    try {
      Files.createDirectories(part);
      Recipe.Laid laid = recipe.lay(part, from, progress);
      RuntimeManifest manifest =
          new RuntimeManifest(
              RuntimeManifest.SCHEMA,
              provider.key(),
              version,
              laid.origin(),
              surroundings.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
              laid.core(),
              laid.binding(),
              laid.plugin(),
              laid.files());
      manifest.write(part);
      setAside();
      Files.move(part, place(), StandardCopyOption.ATOMIC_MOVE);
      clear();
      return manifest.in(place());
    } catch (IOException trouble) {
      throw discarding(FolderTrouble.writing(part, trouble));
    } catch (ProblemException refused) {
      throw discarding(refused);
    }
  }

  /** What was laid so far goes; if that fails too, the next run clears it. */
  private ProblemException discarding(ProblemException cause) {
    try {
      clear();
    } catch (ProblemException alsoFailed) {
      cause.addSuppressed(alsoFailed);
    }
    return cause;
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException trouble) {
      throw FolderTrouble.writing(folder, trouble);
    }
    if (!Files.isWritable(folder)) {
      throw new ProblemException(FolderTrouble.cannotWrite(folder, "permission denied"));
    }
  }

  private void checkSpace(long needed) {
    long free;
    try {
      free = surroundings.space().at(folder);
    } catch (IOException trouble) {
      throw FolderTrouble.reading(folder, trouble);
    }
    if (free - MARGIN < needed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "There is no room for the " + provider.label() + " runtime",
              String.format(
                  Locale.ROOT,
                  "%d MB needed while it is installed, %d MB free at %s",
                  (needed + MARGIN) / 1_000_000,
                  free / 1_000_000,
                  folder),
              "Free some space, or set XDG_DATA_HOME to a folder on a larger disk."));
    }
  }

  /** The installed one steps aside by a rename: whoever has it loaded keeps it. */
  private void setAside() {
    if (Files.exists(place(), LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.move(place(), beside("old"), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException trouble) {
        throw FolderTrouble.writing(place(), trouble);
      }
    }
  }

  private void clear() {
    for (Path left : new Path[] {beside("part"), beside("old")}) {
      if (Files.exists(left, LinkOption.NOFOLLOW_LINKS)) {
        Removal.delete(left);
      }
    }
  }

  private Path place() {
    return folder.resolve(provider.key());
  }

  private Path beside(String ending) {
    return folder.resolve(provider.key() + "." + ending);
  }
}
