package dev.hearth.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The folders Hearth reads and writes, by the XDG convention.
 *
 * @param distribution where the build put the program; its {@code starter} folder holds packages
 * @param configuration {@code hearth.yaml} is looked for here
 * @param data runtimes that a person installed, compose projects that Hearth wrote
 * @param state journals and backups of deployments
 * @param cache native libraries, unpacked once
 * @param mavenRepository where Maven keeps what it fetched
 */
record Places(
    Path distribution,
    Path configuration,
    Path data,
    Path state,
    Path cache,
    Path mavenRepository) {

  static Places of(Map<String, String> environment, Path distribution) {
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    return new Places(
        distribution,
        folder(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
        folder(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
        folder(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
        folder(environment, "XDG_CACHE_HOME", home.resolve(".cache")),
        home.resolve(".m2/repository"));
  }

  /** Folders that may hold the packages of the starter models. */
  List<Path> bundles() {
    return List.of(distribution.resolve("starter"));
  }

  /** Native libraries that give the engine a GPU. */
  Path runtimes() {
    return data.resolve("runtimes");
  }

  /** Shared libraries, unpacked once: beside the program where that can be written. */
  Path libraries() {
    Path built = distribution.resolve("native");
    return Files.isWritable(distribution) || Files.isDirectory(built)
        ? built
        : cache.resolve("native");
  }

  private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
    String set = environment.getOrDefault(variable, "");
    return (set.startsWith("/") ? Path.of(set) : otherwise).resolve("hearth");
  }
}
