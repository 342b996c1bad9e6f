package dev.hearth.deployment.edit;

import dev.hearth.deployment.render.Artifact;
import dev.hearth.deployment.render.Form;
import dev.hearth.deployment.site.Installation;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Turns a plan into changes of files: of those that are there, as little as possible; where there
 * are none, new ones. Pure: it reads nothing, and writes nothing.
 *
 * @param renderer writes the new files of a plan
 */
public record Editor(BiFunction<Plan, Form, List<Artifact>> renderer) {

  /**
   * The changes that make a plan true.
   *
   * @param installation what is there; empty where nothing is
   * @param texts of the installation's files, of the drop-ins and extended files beside them, and
   *     of what already lies where new files go
   * @param folders for new files
   * @throws ProblemException where a file cannot be edited safely; it says what to write by hand
   */
  public List<Change> changes(
      Plan plan, Optional<Installation> installation, Map<Path, String> texts, Folders folders) {
    return edit(plan, installation, texts, folders).changes();
  }

  /** The same, with what a person should know beside. */
  public Edited edit(
      Plan plan, Optional<Installation> installation, Map<Path, String> texts, Folders folders) {
    if (installation.isEmpty()) {
      return new Edited(created(plan, texts, folders), List.of());
    }
    Installation there = installation.get();
    if (there.present().supervisor() != plan.supervisor()) {
      return new Edited(
          created(plan, texts, folders),
          List.of(
              there.present().name()
                  + " stays set up with "
                  + there.present().supervisor().key()
                  + ": stop it there, or the two will be in each other's way"));
    }
    return switch (there) {
      case Installation.Quadlet quadlet -> QuadletEditor.edit(quadlet, plan, texts);
      case Installation.Compose compose -> ComposeEditor.edit(compose, plan, texts);
      case Installation.Unit unit -> DropInEditor.edit(unit, plan, texts);
    };
  }

  private List<Change> created(Plan plan, Map<Path, String> texts, Folders folders) {
    List<Change> changes = new ArrayList<>();
    for (Artifact artifact : renderer.apply(plan, form(plan))) {
      Path path = folder(plan, folders).resolve(artifact.name());
      Optional<String> before = Optional.ofNullable(texts.get(path));
      if (!before.equals(Optional.of(artifact.text()))) {
        changes.add(new Change.Text(path, before, artifact.text()));
      }
    }
    return List.copyOf(changes);
  }

  private static Form form(Plan plan) {
    return switch (plan.supervisor()) {
      case QUADLET -> Form.QUADLET;
      case COMPOSE -> Form.COMPOSE;
      case SYSTEMD -> Form.SYSTEMD;
      case KUBERNETES, EMBEDDED -> throw elsewhere(plan);
    };
  }

  private static Path folder(Plan plan, Folders folders) {
    return switch (plan.supervisor()) {
      case QUADLET -> folders.quadlets();
      case COMPOSE -> folders.compose().resolve(plan.name());
      case SYSTEMD -> folders.units();
      case KUBERNETES, EMBEDDED -> throw elsewhere(plan);
    };
  }

  private static ProblemException elsewhere(Plan plan) {
    return new ProblemException(
        Problem.Kind.UNPROCESSABLE,
        plan.supervisor().key() + " keeps no files of " + plan.service().title() + " here",
        "Take the files: hearth render " + plan.service().id() + " --as kubernetes");
  }
}
