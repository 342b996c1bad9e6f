package dev.hearth.deployment.manager;

import java.nio.file.Path;
import java.util.List;

/** What a manager is told to run, as plain data: a journal holds it over a crash. */
public sealed interface Target {
  /**
   * A unit that Podman's generator makes from a Quadlet.
   *
   * @param unit immich-ml.service
   * @param container the container's name
   * @param user whether the user's own systemd runs it
   */
  record QuadletUnit(String unit, String container, boolean user) implements Target {}

  /**
   * A service of a compose project.
   *
   * @param files in Compose's order
   * @param project its name
   * @param service its key under services:
   * @param folder where Compose is run
   */
  record ComposeService(List<Path> files, String project, String service, Path folder)
      implements Target {
    public ComposeService {
      files = List.copyOf(files);
    }
  }

  /**
   * A unit of systemd that runs a program.
   *
   * @param user whether the user's own systemd runs it
   */
  record Unit(String unit, boolean user) implements Target {}
}
