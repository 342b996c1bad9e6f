package dev.hearth.deployment.bundle;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.doctor.Finding;
import java.io.IOException;
import java.nio.file.Path;

/** Whether the disk has room for a bundle twice: the new one, and the old one kept to go back. */
final class Room {
  private static final int TIMES = 2;

  private final FreeSpace space;
  private final Path folder;

  Room(FreeSpace space, Path folder) {
    this.space = space;
    this.folder = folder;
  }

  /** Before anything is written, by what is known of the size. */
  void require(long atLeast) throws IOException {
    long free = space.bytes(folder);
    if (free < TIMES * atLeast) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The disk of "
                  + folder.getParent()
                  + " has not the room for Ollama's ROCm libraries, new and old",
              Sizes.words(free) + " free, " + Sizes.words(TIMES * atLeast) + " wanted",
              "Make room there, then run it again."));
    }
  }

  /** When it is staged, by its size: once it lies there already. */
  Finding staged(long bytes) throws IOException {
    long free = space.bytes(folder);
    String evidence = Sizes.words(bytes) + " staged, " + Sizes.words(free) + " still free";
    return free >= bytes
        ? Findings.pass("disk", "The disk has room for the new libraries and the old", evidence)
        : Findings.fail(
            "disk",
            "The disk has not the room for the new libraries and the old",
            evidence,
            "Make room on the disk of " + folder.getParent() + ", then run it again.");
  }
}
