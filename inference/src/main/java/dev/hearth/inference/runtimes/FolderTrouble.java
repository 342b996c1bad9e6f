package dev.hearth.inference.runtimes;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/** What the disk refuses, in words that say what to do. */
final class FolderTrouble {
  private FolderTrouble() {}

  static ProblemException reading(Path path, IOException trouble) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "A file of a runtime cannot be read",
            path + ": " + reason(trouble),
            "Give this user the right to read it, or check the disk."),
        trouble);
  }

  static ProblemException writing(Path path, IOException trouble) {
    String reason = reason(trouble);
    if (reason.toLowerCase(Locale.ROOT).contains("no space left")) {
      return new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The disk is full; nothing was installed",
              path + ": " + reason,
              "Free some space and install again."),
          trouble);
    }
    return new ProblemException(cannotWrite(path, reason), trouble);
  }

  static Problem cannotWrite(Path path, String reason) {
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        "The folder of the runtimes cannot be written",
        path + ": " + reason,
        "Give this user the right to write there, or set XDG_DATA_HOME to another folder.");
  }

  private static String reason(IOException trouble) {
    String message = String.valueOf(trouble.getMessage());
    return trouble instanceof AccessDeniedException ? "permission denied" : message;
  }
}
