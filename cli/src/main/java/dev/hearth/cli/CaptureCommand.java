package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.survey.MachineCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth capture}: this machine as one text file. */
@Command(
    name = "capture",
    mixinStandardHelpOptions = true,
    header = "Write what Hearth reads of this machine into one text file.",
    description = {
      "The file is a bug report and a test: --root FILE makes every command look at it.",
      "Serials, host names, MAC addresses, UUIDs and people's names are replaced.",
      "Read it before you publish it all the same."
    })
final class CaptureCommand implements Callable<Integer> {
  @Mixin RootOption root = new RootOption();

  @Option(names = "--force", description = "Replace a file that is there.")
  boolean force;

  @Parameters(paramLabel = "FILE", description = "Where to write; - for standard output.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String file;

  private final Terminal terminal;

  CaptureCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (file.equals("-")) {
      terminal.out().print(capture());
      terminal.out().flush();
      return ExitCodes.GOOD;
    }
    Path target = Path.of(file).toAbsolutePath();
    // Said before the work, not after it.
    if (Files.exists(target) && !force) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT, file + " is there already", "Name another, or add --force.");
    }
    String capture = capture();
    write(target, capture);
    terminal
        .out()
        .println(
            file
                + ": "
                + capture.lines().count()
                + " lines. Read it before you publish it; hearth detect --root "
                + file
                + " looks at it.");
    return ExitCodes.GOOD;
  }

  private String capture() {
    return MachineCapture.of(
        root.machine(), List.of("Written by hearth " + Version.current() + ", hearth capture"));
  }

  /** All or nothing: a full disk leaves no half of a file under the name. */
  private static void write(Path target, String capture) {
    Path folder = target.getParent() == null ? Path.of(".") : target.getParent();
    try {
      Path unfinished =
          Files.createTempFile(
              folder,
              ".hearth-capture",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
      try {
        Files.write(unfinished, capture.getBytes(StandardCharsets.UTF_8));
        move(unfinished, target);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException failed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The capture cannot be written to " + target,
              failed.toString(),
              "Name a file in a folder that exists, that you may write, and that has room."),
          failed);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
