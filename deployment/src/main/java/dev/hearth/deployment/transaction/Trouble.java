package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Says in a person's words what kept a file from being changed. */
final class Trouble {
  private Trouble() {}

  static Problem with(Path path, IOException cause) {
    String reason = reason(cause);
    return new Problem(
        Problem.Kind.UNAVAILABLE, path + " cannot be changed", reason, remedy(path, cause, reason));
  }

  static ProblemException exception(Path path, IOException cause) {
    return new ProblemException(with(path, cause), cause);
  }

  /** Whatever went wrong, our own faults as well: a deployment has to end in order all the same. */
  static Problem of(Exception cause) {
    return switch (cause) {
      case ProblemException known -> known.problem();
      case FileSystemException named when named.getFile() != null ->
          with(Path.of(named.getFile()), named);
      default ->
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The deployment could not go on",
              cause.toString(),
              "Try again; if it stays so, report it with hearth capture.");
    };
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException named ->
          Optional.ofNullable(named.getReason()).orElse(named.toString());
      default -> Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
    };
  }

  private static String remedy(Path path, IOException cause, String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (cause instanceof AccessDeniedException || lower.contains("not permitted")) {
      return "Run it as the owner of " + path.getParent() + ", or with sudo.";
    }
    if (lower.contains("no space") || lower.contains("quota")) {
      return "Make room: df -h " + path.getParent();
    }
    return "Look at it: ls -ld " + path.getParent();
  }
}
