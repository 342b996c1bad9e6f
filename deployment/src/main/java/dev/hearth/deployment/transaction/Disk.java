package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The one door through which a deployment changes the disk. Each call is on the disk when it
 * returns.
 */
public interface Disk {
  /** Writes a line where the good part of a file ends; what lies beyond is cut off. */
  void append(Path file, long end, byte[] line) throws IOException;

  /** Gives a file a content, whole or not at all. */
  void replace(Path file, byte[] content, Attributes attributes) throws IOException;

  /** Finds out whether {@link #replace} would be allowed, and leaves nothing behind. */
  void rehearse(Path file, Attributes attributes) throws IOException;

  /** Renames a file or a folder. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file or an empty folder, if it is there. */
  void remove(Path path) throws IOException;

  /** Makes one folder. */
  void createFolder(Path folder) throws IOException;

  /** Where {@link #replace} prepares a file; a power cut may leave one there. */
  static Path draft(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".hearth-new");
  }
}
