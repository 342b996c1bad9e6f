package dev.hearth.machine.host;

import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/** The places that grow when a service comes, and the room on their disks. */
public record Disks(List<Place> places) {
  public Disks {
    places = List.copyOf(places);
  }

  /** The place of a purpose. */
  public Optional<Place> of(Purpose purpose) {
    return places.stream().filter(place -> place.purpose() == purpose).findFirst();
  }

  /** What grows there. */
  public enum Purpose {
    /** Rootless Podman: ~/.local/share/containers. */
    PODMAN_ROOTLESS,
    /** Rootful Podman: /var/lib/containers. */
    PODMAN_ROOTFUL,
    /** Docker: /var/lib/docker, or its data-root. */
    DOCKER,
    /** Hearth's own models and runtimes: ~/.cache. */
    HEARTH,
    /** Ollama's models. */
    OLLAMA
  }

  /**
   * One of these places.
   *
   * @param purpose what grows there
   * @param path the folder, existing or not
   * @param space the room on the disk that holds it
   */
  public record Place(Purpose purpose, String path, Reading<DiskSpace> space) {}
}
