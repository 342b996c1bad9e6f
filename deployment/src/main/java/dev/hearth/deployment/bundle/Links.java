package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Symbolic links that may be in a bundle. */
final class Links {
  private Links() {}

  /**
   * @throws IOException where a link leads out of a folder
   */
  static void check(Path root, Path link, String target) throws IOException {
    Path parent = link.getParent();
    try {
      boolean inside =
          parent != null
              && !target.isEmpty()
              && !target.startsWith("/")
              && parent.resolve(target).normalize().startsWith(root);
      if (!inside) {
        throw new IOException(
            "a link leads out of its folder: " + root.relativize(link) + " -> " + target);
      }
    } catch (InvalidPathException odd) {
      throw new IOException("a link makes no sense: " + root.relativize(link), odd);
    }
  }
}
