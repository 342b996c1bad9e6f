package dev.hearth.cli;

import dev.hearth.deployment.render.Artifact;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A folder into which files are rendered: all of them, or none. */
final class RenderedFiles {
  private final Path folder;

  RenderedFiles(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Writes files; what lies there with another content is replaced only by force.
   *
   * @return what became of each, in a line
   */
  List<String> write(List<Artifact> files, boolean force) {
    try {
      List<String> others = files.stream().filter(this::another).map(Artifact::name).toList();
      if (!others.isEmpty() && !force) {
        throw new ProblemException(
            new Problem(
                Problem.Kind.BAD_INPUT,
                "There are files of other content in " + folder,
                String.join(", ", others),
                "Name another folder with --out, or add --force to replace them."));
      }
      List<String> said = new ArrayList<>();
      for (Artifact file : files) {
        said.add(write(file, others.contains(file.name())));
      }
      return said;
    } catch (IOException failed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The files cannot be written to " + folder,
              failed.toString(),
              "Name a folder that you may write, on a disk with room."),
          failed);
    }
  }

  /** Whether something else lies there: another text, a folder, a link that leads nowhere. */
  private boolean another(Artifact file) {
    Path target = folder.resolve(file.name());
    return Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !same(target, file);
  }

  private static boolean same(Path target, Artifact file) {
    byte[] text = file.text().getBytes(StandardCharsets.UTF_8);
    try {
      return Files.isRegularFile(target)
          && Files.size(target) == text.length
          && Arrays.equals(Files.readAllBytes(target), text);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private String write(Artifact file, boolean replaced) throws IOException {
    Path target = folder.resolve(file.name());
    if (same(target, file)) {
      return target + ": as it was";
    }
    Path parent = target.getParent() == null ? folder : target.getParent();
    Files.createDirectories(parent);
    Path unfinished =
        Files.createTempFile(
            parent,
            ".hearth-render",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try {
      Files.writeString(unfinished, file.text());
      move(unfinished, target);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return target + (replaced ? ": replaced" : ": written");
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
