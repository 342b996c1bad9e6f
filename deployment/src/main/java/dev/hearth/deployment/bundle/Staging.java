package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where a bundle is made ready: on the disk of Ollama's libraries, so that renaming it into its
 * place is one step. Outside their folder, where Ollama would take it for a backend of its own.
 */
final class Staging {
  private static final String NAME = ".hearth-ollama-bundle";

  private final Path root;

  private Staging(Path root) {
    this.root = root;
  }

  /** The staging of an installation; nothing is made yet. */
  static Staging of(OllamaInstallation ollama) throws IOException {
    Path libraries = ollama.libraries();
    Path beside = libraries.resolveSibling(NAME);
    Path parent = libraries.getParent();
    boolean mounted =
        parent != null && Files.isDirectory(libraries) && !store(parent).equals(store(libraries));
    // Two folders down in it, where Ollama looks for no backend.
    return new Staging(mounted ? libraries.resolve(NAME) : beside);
  }

  private static FileStore store(Path folder) throws IOException {
    return Files.getFileStore(folder);
  }

  /** Empty it is, whatever an earlier run left that was ended before its time. */
  void begin() throws IOException {
    clear();
    Files.createDirectories(tree());
    Files.createDirectories(work());
  }

  /** The bundle, with names as in {@code lib/ollama}. */
  Path tree() {
    return root.resolve("new");
  }

  /** Room for what is only needed on the way. */
  Path work() {
    return root.resolve("work");
  }

  Path root() {
    return root;
  }

  /** What a deployment keeps beside them, to go back to, stays. */
  void clear() throws IOException {
    Trees.remove(tree());
    Trees.remove(work());
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS) && Trees.children(root).isEmpty()) {
      Files.delete(root);
    }
  }
}
