package dev.hearth.deployment.site;

import dev.hearth.planning.plan.Present;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a service is set up on this machine, and in which files. */
public sealed interface Installation {
  /** What a plan builds on. */
  Present present();

  /** The files that say so, the one to edit first. */
  List<Path> files();

  /**
   * A Quadlet.
   *
   * @param file the .container file
   * @param unit what systemd calls it: immich-ml.service
   * @param user whether the user's own systemd runs it
   */
  record Quadlet(Present present, Path file, String unit, boolean user) implements Installation {
    @Override
    public List<Path> files() {
      return List.of(file);
    }
  }

  /**
   * A service of a compose project.
   *
   * @param files the project's files, in Compose's order
   * @param project its name
   * @param service its key under services:
   * @param folder where Compose is run
   */
  record Compose(Present present, List<Path> files, String project, String service, Path folder)
      implements Installation {
    public Compose {
      files = List.copyOf(files);
    }
  }

  /**
   * A program as a unit of systemd.
   *
   * @param unit ollama.service
   * @param fragment the unit's file; empty where it cannot be found
   * @param dropIns folder for drop-ins: /etc/systemd/system/ollama.service.d
   * @param program what it starts: /usr/local/bin/ollama
   * @param user whether the user's own systemd runs it
   */
  record Unit(
      Present present,
      String unit,
      Optional<Path> fragment,
      Path dropIns,
      Path program,
      boolean user)
      implements Installation {
    @Override
    public List<Path> files() {
      return fragment.stream().toList();
    }
  }
}
