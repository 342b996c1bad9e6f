package dev.hearth.machine.capture;

import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The machine a person points at: this one, a folder, or a capture. */
public final class Roots {
  /** Forty times the largest machine known. */
  private static final int LARGEST_CAPTURE = 64 << 20;

  private Roots() {}

  /** The machine this runs on. */
  public static Machine live(CommandRunner runner) {
    return new Machine(FileTree.live(runner));
  }

  /**
   * The machine of a folder or a capture file.
   *
   * @throws ProblemException when there is none: {@code NOT_FOUND} or {@code BAD_INPUT}
   */
  public static Machine open(Path root) {
    return new Machine(Files.isDirectory(root) ? FileTree.under(root) : capture(root));
  }

  private static CapturedTree capture(Path file) {
    return switch (CapturedTree.parse(text(file))) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> tree;
      case Reading.Unknown<CapturedTree>(String reason) ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.BAD_INPUT,
                  file + " is not a captured machine",
                  reason,
                  "hearth capture FILE writes one; --root also takes a folder with sys, proc, dev"
                      + " and etc."));
    };
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "There is no captured machine at " + file,
          "Name a file that hearth capture wrote, or a folder with sys, proc, dev and etc.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_CAPTURE + 1);
      if (bytes.length > LARGEST_CAPTURE) {
        throw new ProblemException(
            Problem.Kind.TOO_LARGE,
            file + " is larger than any captured machine",
            "Name a file that hearth capture wrote.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException gone) {
      throw new ProblemException(
          new Problem(Problem.Kind.NOT_FOUND, file + " is gone", "", "Run it again."), gone);
    } catch (IOException failed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_INPUT,
              file + " cannot be read",
              String.valueOf(failed.getMessage()),
              "See that you may read it."),
          failed);
    }
  }
}
