package dev.hearth.planning.remedy;

import dev.hearth.machine.host.OperatingSystem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The releases that have no Podman, or one older than 4.4, where Quadlet begins. Source:
 * packages.debian.org and packages.ubuntu.com, package podman.
 */
final class PodmanReleases {
  private static final Map<String, String> OLD =
      Map.of(
          "debian 11", "3.0.1",
          "debian 12", "4.3.1",
          "raspbian 11", "3.0.1",
          "raspbian 12", "4.3.1",
          "ubuntu 22.04", "3.4.4",
          "pop 22.04", "3.4.4",
          "linuxmint 21.3", "3.4.4");

  private static final Set<String> NONE = Set.of("debian 10", "ubuntu 18.04", "ubuntu 20.04");

  private PodmanReleases() {}

  /** Why Podman is not the answer on this release; empty where it is, or may be. */
  static Optional<String> trouble(OperatingSystem system) {
    String release = system.distribution().orElse("") + " " + system.version().orElse("");
    if (NONE.contains(release)) {
      return Optional.of("this release has no Podman");
    }
    return Optional.ofNullable(OLD.get(release))
        .map(version -> "this release's Podman " + version + " is too old for Quadlet");
  }
}
