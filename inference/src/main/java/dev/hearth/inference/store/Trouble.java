package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/** What the disk refuses, in words that say what to do. */
final class Trouble {
  private Trouble() {}

  static ProblemException reading(Path path, IOException trouble) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "A file of the model store cannot be read",
            path + ": " + reason(trouble),
            "Give this user the right to read it, or check the disk."),
        trouble);
  }

  static ProblemException writing(Path path, IOException trouble) {
    if (trouble instanceof ClosedByInterruptException) {
      return stopped(trouble);
    }
    String reason = reason(trouble);
    boolean full = reason.toLowerCase(Locale.ROOT).contains("no space left");
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            full ? "The disk of the model store is full" : "The model store cannot be written",
            path + ": " + reason,
            full
                ? "Free some space and pull again: what was downloaded is kept and continued."
                : "Give this user the right to write there, or set MACHINE_LEARNING_CACHE_FOLDER to"
                    + " another folder."),
        trouble);
  }

  /** The thread was told to stop; what is on disk stays good for the next run. */
  static ProblemException stopped(Exception interrupted) {
    Thread.currentThread().interrupt();
    return new ProblemException(
        Problem.of(
            Problem.Kind.UNAVAILABLE,
            "The pull was stopped",
            "Pull again: what was downloaded is kept and continued."),
        interrupted);
  }

  private static String reason(IOException trouble) {
    String message = String.valueOf(trouble.getMessage());
    return trouble instanceof AccessDeniedException ? "permission denied" : message;
  }

  /** A size as people read it. */
  static String size(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%d kB", (bytes + 999) / 1000);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
