package dev.hearth.deployment.bundle;

import java.util.List;
import java.util.Optional;

/**
 * An image in a file or folder.
 *
 * @param layers the lowest first
 * @param tags as it was named when it was saved; none where nobody named it
 */
record SavedImage(List<Layer> layers, List<String> tags) {
  SavedImage {
    layers = List.copyOf(layers);
    tags = List.copyOf(tags);
  }

  /**
   * A layer.
   *
   * @param blob its name
   * @param sha256 of its bytes as they are stored, where the name says so
   */
  record Layer(String blob, Optional<String> sha256) {}
}
