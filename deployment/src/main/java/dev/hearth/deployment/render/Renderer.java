package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Plan;
import java.util.List;

/** Writes plans as files. Pure: the same plan gives the same bytes. */
public final class Renderer {
  private Renderer() {}

  /**
   * The files of a plan, the one that names the service first.
   *
   * @throws dev.hearth.machine.ProblemException where the form cannot say what the plan says: a
   *     line break in a value, a program where an image is needed, NVIDIA's toolkit with Podman
   */
  public static List<Artifact> render(Plan plan, Form form) {
    Refusals.check(plan, form);
    return switch (form) {
      case QUADLET -> QuadletForm.of(plan);
      case COMPOSE -> ComposeForm.extending(plan);
      case COMPOSE_INLINE -> ComposeForm.inline(plan);
      case RUN -> RunForm.of(plan);
      case SYSTEMD -> SystemdForm.of(plan);
      case KUBERNETES -> KubernetesForm.of(plan);
    };
  }

  /**
   * A plan as options of {@code podman run} and {@code docker run}, without a name and the image.
   *
   * @throws dev.hearth.machine.ProblemException as {@link #render}
   */
  public static List<String> options(Plan plan) {
    Refusals.check(plan, Form.RUN);
    return ContainerOptions.of(plan).stream().flatMap(List::stream).toList();
  }
}
