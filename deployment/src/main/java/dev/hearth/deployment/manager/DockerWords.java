package dev.hearth.deployment.manager;

import java.util.Locale;

/** What Docker's client says when it reaches no daemon. Pure. */
final class DockerWords {
  private DockerWords() {}

  /** The socket is there, and not for this user. */
  static boolean mayNot(String stderr) {
    String said = stderr.toLowerCase(Locale.ROOT);
    return said.contains("permission denied while trying to connect to the docker");
  }

  static boolean isNotThere(String stderr) {
    String said = stderr.toLowerCase(Locale.ROOT);
    return said.contains("cannot connect to the docker daemon")
        || said.contains("is the docker daemon running");
  }

  /** Podman answers to Docker's name where podman-docker is installed. */
  static boolean isPodman(String version) {
    return version.toLowerCase(Locale.ROOT).contains("podman");
  }
}
