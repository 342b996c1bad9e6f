package dev.hearth.deployment.render;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which form a plan is written. */
public enum Form {
  /** Units for Podman's generator: container, volume, network. */
  QUADLET,
  /** A compose file that extends a service of our own hwaccel file. */
  COMPOSE,
  /** One compose file with everything in it, for Unraid and Portainer. */
  COMPOSE_INLINE,
  /** One command line. */
  RUN,
  /** A unit, or a drop-in for one that is there. */
  SYSTEMD,
  /** Deployment, service and claim. */
  KUBERNETES;

  /** As options write it: compose-inline. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The form of a key. */
  public static Optional<Form> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
  }
}
