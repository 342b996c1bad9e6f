package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * A folder that archives are unpacked into, entry by entry, with names from {@code lib/ollama}.
 * Nothing is ever written outside it: names cannot climb, links cannot point out, and no entry lies
 * behind a link.
 */
final class StagedTree {
  private final Path root;
  private final Budget budget;

  /** What the layer at hand wrote: the marks in it speak of the layers below only. */
  private final Set<String> fresh = new HashSet<>();

  StagedTree(Path root, Budget budget) {
    this.root = root;
    this.budget = budget;
  }

  /** The next layer begins. */
  void beginLayer() {
    fresh.clear();
  }

  void folder(String name) throws IOException {
    budget.entry();
    Path place = place(name);
    if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Trees.remove(place);
    makeFolder(place);
    fresh.add(name);
  }

  /** With those above it; what was a file in a layer below gives way. */
  private void makeFolder(Path folder) throws IOException {
    for (Path above = folder; above != null && !above.equals(root); above = above.getParent()) {
      if (Files.isRegularFile(above, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(above);
      }
    }
    Files.createDirectories(folder);
  }

  void file(String name, InputStream content, boolean executable) throws IOException {
    Path place = fresh(name);
    try (OutputStream out = Files.newOutputStream(place)) {
      budget.copy(content, out);
    }
    if (executable) {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** A symbolic link; it may only lead to a place inside. */
  void link(String name, String target) throws IOException {
    Path place = fresh(name);
    Links.check(root, place, target);
    Files.createSymbolicLink(place, Path.of(target));
  }

  /** The same file under a second name. */
  void same(String name, String existing) throws IOException {
    Path from = place(existing);
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(name + " is the same file as " + existing + ", which is not there");
    }
    if (name.equals(existing)) {
      return;
    }
    Path place = fresh(name);
    // A copy: a manifest counts every name by itself, and so does who changes one of them.
    Files.copy(from, place);
  }

  /** What a layer below had is gone. */
  void remove(String name) throws IOException {
    if (!fresh.contains(name)) {
      Trees.remove(place(name));
    }
  }

  /** All that layers below had in a folder is gone; the empty name is the whole tree. */
  void removeOlder(String folder) throws IOException {
    Path place = folder.isEmpty() ? root : place(folder);
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path child : Trees.children(place)) {
      String name = Trees.name(root, child);
      boolean written = fresh.stream().anyMatch(each -> each.startsWith(name + "/"));
      if (written) {
        removeOlder(name);
      } else if (!fresh.contains(name)) {
        Trees.remove(child);
      }
    }
  }

  private Path fresh(String name) throws IOException {
    budget.entry();
    Path place = place(name);
    Trees.remove(place);
    Path parent = place.getParent();
    if (parent != null) {
      makeFolder(parent);
    }
    fresh.add(name);
    return place;
  }

  private Path place(String name) throws IOException {
    Path place = root.resolve(name).normalize();
    if (!place.startsWith(root) || place.equals(root)) {
      throw new IOException("an entry leads out of its folder: " + name);
    }
    for (Path above = place.getParent();
        above != null && !above.equals(root);
        above = above.getParent()) {
      if (Files.isSymbolicLink(above)) {
        throw new IOException("an entry lies behind a link: " + name);
      }
    }
    return place;
  }
}
