package dev.hearth.deployment;

import dev.hearth.deployment.bundle.EffectiveEnvironment;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a program of a unit runs with the variables that were planned, and with none that keeps
 * it from the GPU. Read from the process: what files say may not have reached it.
 */
public final class RunningEnvironment implements Undertaking.Question {
  private final Plan plan;
  private final Supplier<Map<String, String>> environment;
  private final Supplier<List<String>> folders;

  /**
   * The question for a plan.
   *
   * @param environment of the process, each time as it is
   * @param folders of ROCm libraries, each time as they are
   */
  public RunningEnvironment(
      Plan plan, Supplier<Map<String, String>> environment, Supplier<List<String>> folders) {
    this.plan = plan;
    this.environment = environment;
    this.folders = folders;
  }

  @Override
  public Optional<String> trouble(Manager manager) {
    EffectiveEnvironment now = now();
    return now.lacks(plan.environment()).stream()
        .findFirst()
        .or(() ->
            disturbing(now).stream()
                .filter(Finding::failed)
                .findFirst()
                .map(each -> each.what() + ": " + each.evidence() + ". " + each.remedy()));
  }

  /** What was set by others and disturbs, whether or not it stops the GPU. */
  public List<Finding> disturbing() {
    return disturbing(now());
  }

  private List<Finding> disturbing(EffectiveEnvironment now) {
    return NativeLibraries.neededBy(plan)
        ? plan.service()
            .version()
            .map(version -> now.disturbing(version, folders.get()))
            .orElse(List.of())
        : List.of();
  }

  private EffectiveEnvironment now() {
    return EffectiveEnvironment.of(environment.get());
  }
}
