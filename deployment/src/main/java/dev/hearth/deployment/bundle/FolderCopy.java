package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies a bundle that lies unpacked in a folder of the user. */
final class FolderCopy {
  private final StagedTree tree;
  private final Layout layout;

  FolderCopy(StagedTree tree, Layout layout) {
    this.tree = tree;
    this.layout = layout;
  }

  /**
   * Copies.
   *
   * @param folder {@code lib/ollama} itself, or a folder above it
   */
  void from(Path folder) throws IOException {
    Path libraries =
        Stream.of("usr/lib/ollama", "usr/local/lib/ollama", "lib/ollama")
            .map(folder::resolve)
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(folder);
    for (Path each : Trees.children(libraries)) {
      String name = Trees.name(libraries, each);
      if (layout.takes(name) || layout.compares(name)) {
        copy(libraries, each);
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          for (Path inside : Trees.walk(each)) {
            copy(libraries, inside);
          }
        }
      }
    }
  }

  private void copy(Path libraries, Path from) throws IOException {
    String name = Trees.name(libraries, from);
    if (Files.isSymbolicLink(from)) {
      tree.link(name, Files.readSymbolicLink(from).toString());
    } else if (Files.isDirectory(from)) {
      tree.folder(name);
    } else if (Files.isRegularFile(from)) {
      try (InputStream content = Files.newInputStream(from)) {
        tree.file(name, content, Files.isExecutable(from));
      }
    } else {
      throw new IOException(name + " is no file but a device or a pipe");
    }
  }
}
