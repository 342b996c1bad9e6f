package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** File names that others chose, kept inside the folder they are meant for. */
final class Paths {
  private Paths() {}

  /** The directory of a path that is not a root. */
  static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "a root has no parent");
  }

  /**
   * The path of a file inside a folder.
   *
   * @param relative with slashes; from a hub's listing or an archive
   * @throws ProblemException when it would lie outside the folder
   */
  static Path inside(Path folder, String relative) {
    check(relative);
    return folder.resolve(relative);
  }

  /** Refuses what {@link #inside} would refuse. */
  static void check(String relative) {
    boolean plain =
        List.of(relative.split("/", -1)).stream()
            .allMatch(part -> !part.isEmpty() && !part.equals(".") && !part.equals(".."));
    if (!plain || relative.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "A file's name leaves the model's folder; nothing was written",
              relative.replaceAll("\\p{Cntrl}", "?"),
              "Do not use this source."));
    }
  }
}
