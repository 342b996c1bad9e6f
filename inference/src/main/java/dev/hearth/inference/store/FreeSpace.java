package dev.hearth.inference.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can still be written where a path lies. */
@FunctionalInterface
public interface FreeSpace {
  /** The disk's own word. */
  FreeSpace OF_DISK = path -> Files.getFileStore(existing(path)).getUsableSpace();

  long at(Path path) throws IOException;

  private static Path existing(Path path) {
    Path candidate = path.toAbsolutePath();
    while (!Files.exists(candidate) && candidate.getParent() != null) {
      candidate = candidate.getParent();
    }
    return candidate;
  }
}
