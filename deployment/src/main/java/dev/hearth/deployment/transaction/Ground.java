package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is at the places of changes now. */
final class Ground {
  private Ground() {}

  static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  static Optional<byte[]> content(Path file) throws IOException {
    return isThere(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  /** The file itself where the place is a link to it: who linked it wants the link kept. */
  static Path real(Path place) throws IOException {
    return Files.exists(place) ? place.toRealPath() : place;
  }

  /** Whether a change would change nothing. */
  static boolean isDone(Change change) throws IOException {
    return switch (change) {
      case Change.Text(Path path, var _, String after) -> holds(path, Optional.of(after));
      case Change.Removal(Path path, var _) -> !isThere(path);
      case Change.Folder _ -> false;
    };
  }

  static boolean holds(Path file, Optional<String> text) throws IOException {
    if (text.isEmpty() || !Files.isRegularFile(file)) {
      return text.isEmpty() && !isThere(file);
    }
    return Arrays.equals(Files.readAllBytes(file), text.get().getBytes(StandardCharsets.UTF_8));
  }

  /** Refuses where a place is not as the plan found it. */
  static void requireAsPlanned(Change change) throws IOException {
    boolean asPlanned =
        switch (change) {
          case Change.Text text -> holds(text.path(), text.before());
          case Change.Removal(Path path, var before) when before.isPresent() ->
              !Files.isSymbolicLink(path) && holds(path, before);
          case Change.Removal(Path path, var _) ->
              Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
          case Change.Folder(Path path, Path staged) ->
              Files.isDirectory(staged, LinkOption.NOFOLLOW_LINKS)
                  && (!isThere(path) || Files.isDirectory(path));
        };
    if (!asPlanned) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              change.path() + " was edited since the plan",
              difference(change),
              "Run the command again: it plans with what is there now."));
    }
  }

  private static String difference(Change change) {
    if (change instanceof Change.Folder(Path _, Path staged) && !Files.isDirectory(staged)) {
      return staged + " is not there";
    }
    Path path = change.path();
    if (!isThere(path)) {
      return "it is not there any more";
    }
    return Files.isSymbolicLink(path) && !Files.exists(path)
        ? "it is a link to nothing"
        : "its content is not what the plan began with";
  }

  /** Folders that must be made before something can lie at a place, outermost first. */
  static List<Path> missingFolders(Path place) {
    List<Path> missing = new ArrayList<>();
    for (Path folder = place.getParent();
        folder != null && !isThere(folder);
        folder = folder.getParent()) {
      missing.addFirst(folder);
    }
    return List.copyOf(missing);
  }

  /** The nearest folder that is there. */
  static Path presentFolder(Path place) {
    List<Path> missing = missingFolders(place);
    Path first = missing.isEmpty() ? place : missing.getFirst();
    Path parent = first.getParent();
    return parent == null ? first : parent;
  }

  static boolean onSameDisk(Path one, Path other) throws IOException {
    return Files.getFileStore(one).equals(Files.getFileStore(other));
  }
}
