package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What may still be written to the disk of a folder. */
@FunctionalInterface
public interface FreeSpace {
  /** Bytes; the folder is there. */
  long bytes(Path folder) throws IOException;

  /** As the system tells. */
  static FreeSpace live() {
    return folder -> Files.getFileStore(folder).getUsableSpace();
  }
}
