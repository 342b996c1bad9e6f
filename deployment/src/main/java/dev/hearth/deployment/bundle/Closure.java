package dev.hearth.deployment.bundle;

import dev.hearth.machine.Reading;
import dev.hearth.machine.elf.LibrarySearch;
import dev.hearth.machine.elf.SharedLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the libraries of a bundle need and nobody has: looked for in the bundle, beside it in
 * Ollama's own folder, and where the system's loader looks.
 *
 * @param missing the libraries that Ollama's backend needs, directly or through others, each with
 *     those that name it
 * @param idle the same for libraries that the backend only loads when asked, or never
 */
record Closure(
    NavigableMap<String, NavigableSet<String>> missing,
    NavigableMap<String, NavigableSet<String>> idle) {

  static Closure of(StagedBundle bundle, Path installed, LibrarySearch system) {
    Walk walk = new Walk(bundle, installed, system);
    NavigableMap<String, NavigableSet<String>> missing = walk.from(List.of(Layout.BACKEND));
    NavigableMap<String, NavigableSet<String>> idle =
        walk.from(bundle.libraries().keySet().stream().sorted().toList());
    return new Closure(missing, idle);
  }

  /** For people: the missing ones, each with one that needs it. */
  static String words(NavigableMap<String, NavigableSet<String>> lacking) {
    StringBuilder text = new StringBuilder();
    lacking.forEach((library, needers) ->
        text.append(text.isEmpty() ? "" : "; ")
            .append(library)
            .append(", which ")
            .append(needers.first())
            .append(" needs"));
    return text.toString();
  }

  /** Goes from library to library; each is looked at once. */
  private static final class Walk {
    private final StagedBundle bundle;
    private final Path installed;
    private final LibrarySearch system;
    private final Set<String> seen = new HashSet<>();

    Walk(StagedBundle bundle, Path installed, LibrarySearch system) {
      this.bundle = bundle;
      this.installed = installed;
      this.system = system;
    }

    NavigableMap<String, NavigableSet<String>> from(List<String> roots) {
      NavigableMap<String, NavigableSet<String>> missing = new TreeMap<>();
      Deque<String> waiting = new ArrayDeque<>(roots);
      while (!waiting.isEmpty()) {
        String name = waiting.pop();
        if (!seen.add(name)) {
          continue;
        }
        for (String needed : needed(name)) {
          if (bundle.holds(needed)) {
            waiting.add(needed);
          } else if (!isElsewhere(needed)) {
            missing.computeIfAbsent(needed, _ -> new TreeSet<>()).add(name);
          }
        }
      }
      return missing;
    }

    private boolean isElsewhere(String library) {
      return Files.isRegularFile(installed.resolve(library)) || system.path(library).isPresent();
    }

    /** Of a file, or of what a link of that name leads to. */
    private List<String> needed(String name) {
      Map<String, Reading<SharedLibrary>> libraries = bundle.libraries();
      Reading<SharedLibrary> library = libraries.get(name);
      if (library == null) {
        library = libraries.get(target(name));
      }
      return library == null ? List.of() : library.map(SharedLibrary::needed).orElse(List.of());
    }

    private String target(String link) {
      try {
        Path real = bundle.tree().resolve(bundle.folder()).resolve(link).toRealPath();
        return String.valueOf(real.getFileName());
      } catch (java.io.IOException gone) {
        return link;
      }
    }
  }
}
