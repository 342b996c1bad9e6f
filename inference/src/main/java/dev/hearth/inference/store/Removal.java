package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;

/** Takes models, runtimes and corrupt files away, without ever following a symbolic link. */
public final class Removal {
  private Removal() {}

  /** Deletes a model's folder, relative to an open directory, so that no link can lead astray. */
  static void remove(Path root, Path folder) {
    try {
      Path parent = Paths.parent(folder);
      Path below = root.toRealPath().relativize(parent.toRealPath());
      if (below.toString().isEmpty() || below.startsWith("..") || below.isAbsolute()) {
        throw new ProblemException(
            new Problem(
                Problem.Kind.UNPROCESSABLE,
                "This folder lies outside the model store; nothing was removed",
                folder + " is really in " + parent.toRealPath(),
                "Remove it by hand."));
      }
    } catch (IOException trouble) {
      throw Trouble.writing(folder, trouble);
    }
    delete(folder);
  }

  /** Deletes a folder and all in it. */
  public static void delete(Path folder) {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(Paths.parent(folder))) {
      delete(secure(stream, folder), folder.getFileName());
    } catch (IOException trouble) {
      throw Trouble.writing(folder, trouble);
    }
  }

  static Path setAside(Path file) {
    try {
      for (int n = 1; ; n++) {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + n);
        if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
          return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException trouble) {
      throw Trouble.writing(file, trouble);
    }
  }

  private static void delete(SecureDirectoryStream<Path> directory, Path name) throws IOException {
    boolean folder =
        directory
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .isDirectory();
    if (!folder) {
      directory.deleteFile(name);
      return;
    }
    try (SecureDirectoryStream<Path> inner =
        directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : inner) {
        delete(inner, entry.getFileName());
      }
    }
    directory.deleteDirectory(name);
  }

  @SuppressWarnings("unchecked") // a directory stream of paths is a secure one of paths, if any
  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream, Path folder) {
    if (stream instanceof SecureDirectoryStream<?> secure) {
      return (SecureDirectoryStream<Path>) secure;
    }
    throw new ProblemException(
        Problem.Kind.UNAVAILABLE,
        "This file system has no deletion that is safe against symbolic links",
        "Remove " + folder + " by hand.");
  }
}
