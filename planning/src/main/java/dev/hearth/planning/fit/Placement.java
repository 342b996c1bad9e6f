package dev.hearth.planning.fit;

import java.util.List;

/**
 * Where each part of a model lies.
 *
 * @param shares bytes by place and part; only those that are not empty
 * @param layersOnDevice how many of the repeating layers the device computes
 * @param layers repeating layers in all; 0 where the engine does not split or they are unknown
 */
public record Placement(List<Share> shares, int layersOnDevice, int layers) {

  /** So many bytes of one part in one place. */
  public record Share(Place place, Part part, long bytes) {}

  public Placement {
    shares = List.copyOf(shares);
  }

  /** All bytes in one place. */
  public long in(Place place) {
    return shares.stream().filter(s -> s.place() == place).mapToLong(Share::bytes).sum();
  }

  /** The bytes of one part in one place. */
  public long of(Part part, Place place) {
    return shares.stream()
        .filter(share -> share.place() == place && share.part() == part)
        .mapToLong(Share::bytes)
        .sum();
  }

  /** All bytes, wherever they lie. */
  public long total() {
    return shares.stream().mapToLong(Share::bytes).sum();
  }

  /** The bytes of one part that the device reads itself without crossing a link. */
  public long onDevice(Part part) {
    return of(part, Place.VRAM) + of(part, Place.SHARED);
  }
}
