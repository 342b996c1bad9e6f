package dev.hearth.deployment.bundle;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** Why a bundle cannot be had, as the user is told. */
final class Refusal {
  private Refusal() {}

  /** A source that is not what it should be. */
  static ProblemException badSource(String source, String why) {
    return new ProblemException(
        new Problem(
            Problem.Kind.BAD_INPUT,
            source + " cannot be taken as a source of Ollama's ROCm libraries",
            why,
            "Give an image of ollama/ollama:VERSION-rocm that `podman save` or `docker save` wrote,"
                + " an OCI layout, or Ollama's ollama-linux-amd64-rocm archive."));
  }

  /** A file could not be read or written. */
  static ProblemException io(String doing, IOException failed) {
    String said = String.valueOf(failed.getMessage());
    String reason =
        failed instanceof FileSystemException ? failed.getClass().getSimpleName() + " " : "";
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            doing + " did not succeed",
            reason + said,
            "See that the disk has room and that you may write there: with sudo where Ollama is"
                + " installed for the whole machine."),
        failed);
  }
}
