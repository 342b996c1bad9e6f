package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds Docker Compose: the plugin of today, or the program of old. */
final class ComposeProgram {
  private static final List<String> PLUGIN = List.of("docker", "compose");
  private static final List<String> PROGRAM = List.of("docker-compose");

  private final Programs programs;

  ComposeProgram(Programs programs) {
    this.programs = programs;
  }

  /** The words that begin its command lines. */
  List<String> find() {
    refusePodman();
    Optional<String> plugin = version(List.of("docker", "compose", "version"));
    if (plugin.isPresent()) {
      return PLUGIN;
    }
    Optional<String> program = version(List.of("docker-compose", "--version"));
    if (program.filter(DockerWords::isPodman).isPresent()) {
      throw refused(program.get());
    }
    if (program.isPresent()) {
      return PROGRAM;
    }
    throw new ProblemException(
        Problem.Kind.NOT_FOUND,
        "Docker Compose is not here, neither as docker compose nor as docker-compose",
        "Install the package docker-compose-plugin, or docker-compose where that is its name.");
  }

  private void refusePodman() {
    Optional<String> docker = version(List.of("docker", "--version"));
    if (docker.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "Docker is not here",
          "Install it, or choose another manager: --manager quadlet");
    }
    if (DockerWords.isPodman(docker.get())) {
      throw refused(docker.get());
    }
  }

  /** What a version question prints, of both texts; empty where there is no such program. */
  private Optional<String> version(List<String> argv) {
    try {
      Finished finished = programs.ask(Call.brief(Call.As.USER, argv));
      String said = (finished.stdout() + finished.stderr()).strip();
      boolean known = said.toLowerCase(Locale.ROOT).contains("version");
      return finished.succeeded() && known ? Optional.of(said) : Optional.empty();
    } catch (ProblemException notThere) {
      if (notThere.problem().kind() == Problem.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw notThere;
    }
  }

  private static ProblemException refused(String version) {
    return new ProblemException(
        new Problem(
            Problem.Kind.BAD_SETTING,
            "Compose files are run by Docker's Compose only, and this is Podman's",
            version.lines().findFirst().orElse("")
                + "; it starts and names containers in ways of its own, so that a way back could"
                + " not be promised",
            "Podman's own way is a Quadlet: --manager quadlet"));
  }
}
