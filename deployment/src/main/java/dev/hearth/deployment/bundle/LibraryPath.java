package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Names in archives and images, as places in {@code lib/ollama}. */
final class LibraryPath {
  private static final List<String> PREFIXES =
      List.of("usr/lib/ollama", "usr/local/lib/ollama", "lib/ollama");

  private LibraryPath() {}

  /**
   * An entry's name without what does not count: leading {@code ./} and {@code /}, a slash at the
   * end.
   *
   * @throws IOException for a name that climbs out of its folder
   */
  static String clean(String entry) throws IOException {
    String name = entry.replaceFirst("^(?:\\.?/+)+", "");
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    if (plain.indexOf('\0') >= 0 || List.of(plain.split("/", -1)).contains("..")) {
      throw new IOException("an entry leads out of its folder: " + entry);
    }
    return plain.equals(".") ? "" : plain;
  }

  /** The place in {@code lib/ollama} of a clean name; empty for what lies elsewhere. */
  static Optional<String> inside(String name) {
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix + "/")) {
        return Optional.of(name.substring(prefix.length() + 1));
      }
    }
    int slash = name.indexOf('/');
    String first = slash < 0 ? name : name.substring(0, slash);
    return Layout.isAnyFolder(first) || name.equals(Layout.BACKEND)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Whether a folder holds all of {@code lib/ollama}, or is it. */
  static boolean holdsAll(String folder) {
    return folder.isEmpty()
        || PREFIXES.stream()
            .anyMatch(prefix -> prefix.equals(folder) || prefix.startsWith(folder + "/"));
  }
}
