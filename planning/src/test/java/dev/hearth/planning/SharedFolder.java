package dev.hearth.planning;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder with real models that may lie beside the checkout. */
public final class SharedFolder {
  private SharedFolder() {}

  /** The folder, or the running test is skipped with the reason. */
  public static Path orSkip() {
    Optional<Path> found = find();
    assumeTrue(found.isPresent(), "shared models are not beside this checkout");
    return found.orElseThrow();
  }

  private static Optional<Path> find() {
    Path place = Path.of(System.getProperty("hearth.root", "")).toAbsolutePath();
    for (Path up = place; up != null; up = up.getParent()) {
      Path candidate = up.resolve("shared");
      if (Files.isDirectory(candidate.resolve("models"))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
