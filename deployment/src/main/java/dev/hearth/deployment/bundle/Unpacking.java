package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Puts one entry of an archive into a staged tree. */
final class Unpacking {
  private static final int EXECUTABLE = 0111;

  private Unpacking() {}

  /**
   * @param wanted its place in {@code lib/ollama}; empty where it is not wanted
   */
  static void entry(
      TarArchiveEntry entry, InputStream content, StagedTree tree, Optional<String> wanted)
      throws IOException {
    if (wanted.isEmpty() || wanted.get().isEmpty()) {
      return;
    }
    String name = wanted.get();
    if (entry.isDirectory()) {
      tree.folder(name);
    } else if (entry.isSymbolicLink()) {
      tree.link(name, entry.getLinkName());
    } else if (entry.isLink()) {
      String target = LibraryPath.clean(entry.getLinkName());
      tree.same(
          name,
          LibraryPath.inside(target)
              .orElseThrow(() ->
                  new IOException(
                      name + " is the same file as " + target + ", outside lib/ollama")));
    } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw new IOException(name + " is no file but a device or a pipe");
    } else {
      tree.file(name, content, (entry.getMode() & EXECUTABLE) != 0);
    }
  }
}
