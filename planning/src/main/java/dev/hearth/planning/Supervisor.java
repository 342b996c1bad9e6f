package dev.hearth.planning;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who starts a service here and keeps it running. */
public enum Supervisor {
  /** A Quadlet unit: systemd starts Podman, rootless where the user is not root. */
  QUADLET,
  /** Docker Compose. */
  COMPOSE,
  /** A native program as a unit of the system's systemd. */
  SYSTEMD,
  /** A pod of a cluster. */
  KUBERNETES,
  /** Hearth itself. */
  EMBEDDED;

  /** As options and files write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The supervisor of a key. */
  public static Optional<Supervisor> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
  }
}
