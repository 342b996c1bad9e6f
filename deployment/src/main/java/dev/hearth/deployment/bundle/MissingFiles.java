package dev.hearth.deployment.bundle;

import dev.hearth.machine.Machine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a manifest with the names that are there. */
final class MissingFiles {
  private MissingFiles() {}

  /**
   * The manifest's paths that are not there. Folders are listed: a bundle has thousands of files.
   */
  static List<String> of(Machine machine, Path libraries, Manifest manifest) {
    Map<String, Set<String>> listings = new HashMap<>();
    return manifest.paths().stream()
        .filter(path -> {
          int slash = path.lastIndexOf('/');
          String folder =
              slash < 0 ? libraries.toString() : libraries + "/" + path.substring(0, slash);
          return !listings
              .computeIfAbsent(folder, each -> Set.copyOf(machine.namesOrNone(each)))
              .contains(path.substring(slash + 1));
        })
        .toList();
  }
}
