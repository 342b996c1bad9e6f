package dev.hearth.deployment.bundle;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a bundle is taken from. */
public sealed interface BundleSource {
  /**
   * An image of a container engine, which fetches it where it is not there yet.
   *
   * @param program podman or docker
   * @param image with its tag: docker.io/ollama/ollama:0.12.3-rocm
   */
  record Image(String program, String image) implements BundleSource {}

  /**
   * A file that the user has: an image that {@code podman save} or {@code docker save} wrote, an
   * OCI archive, or Ollama's own archive of ROCm; plain, gzip or zstd.
   */
  record Archived(Path file) implements BundleSource {}

  /** A folder that the user has: an OCI layout, or such an archive unpacked. */
  record Unpacked(Path folder) implements BundleSource {}

  /** The image that Ollama publishes for a version. */
  static Image official(String program, OllamaVersion version) {
    return new Image(program, "docker.io/ollama/ollama:" + version.text() + "-rocm");
  }

  /**
   * What the user named.
   *
   * @throws ProblemException where nothing is there
   */
  static BundleSource at(Path place) {
    if (!Files.exists(place)) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          place + " does not exist",
          "Give the path of a saved image, an OCI layout, or Ollama's archive of ROCm.");
    }
    return Files.isDirectory(place) ? new Unpacked(place) : new Archived(place);
  }

  /** As people read it. */
  default String words() {
    return switch (this) {
      case Image(_, String image) -> image;
      case Archived(Path file) -> file.toString();
      case Unpacked(Path folder) -> folder.toString();
    };
  }
}
