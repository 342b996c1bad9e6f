package dev.hearth.deployment.manager;

import dev.hearth.machine.Reading;
import java.util.Map;

/**
 * How large an image is, as its manifest or the engine tells before it is fetched.
 *
 * @param packedBytes what comes over the network if nothing of it is here yet
 * @param unpackedBytes the room it takes once it is here; manifests do not tell it
 * @param layers packed bytes by the layer's digest
 */
public record ImageSizes(long packedBytes, Reading<Long> unpackedBytes, Map<String, Long> layers) {
  public ImageSizes {
    layers = Map.copyOf(layers);
  }
}
