package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file that a benchmark's page goes to.
 *
 * @param file that can be written, as far as can be seen
 */
record BenchPage(Path file) {
  /** Looks before anything is measured whether it can be written. */
  static BenchPage at(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw unwritable(file, "it is a folder");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw unwritable(file, folder + " is no folder");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw unwritable(file, "this user may not write there");
    }
    return new BenchPage(file);
  }

  void write(String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException failed) {
      throw unwritable(file, String.valueOf(failed));
    }
  }

  private static ProblemException unwritable(Path file, String evidence) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            file + " cannot be written",
            evidence,
            "Name a file in a folder that is yours: --html FILE"));
  }
}
