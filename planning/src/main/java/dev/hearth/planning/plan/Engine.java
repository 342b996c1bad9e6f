package dev.hearth.planning.plan;

import java.util.Locale;

/** Who runs the container. */
public enum Engine {
  PODMAN,
  DOCKER,
  /** The cluster's own. */
  CLUSTER,
  /** No container: a program of this machine. */
  NONE;

  /** As people type it: podman, docker. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
