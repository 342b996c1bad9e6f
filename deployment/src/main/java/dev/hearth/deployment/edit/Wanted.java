package dev.hearth.deployment.edit;

import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Variable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What files shall say, against what they say now.
 *
 * @param plan how the service will run
 * @param present how it runs
 * @param accelerated whether it has an accelerator now: then what that needed may go
 */
record Wanted(Plan plan, Present present, boolean accelerated) {

  Access access() {
    return plan.access();
  }

  /** Whether it will have an accelerator. */
  boolean accelerates() {
    return !access().nodes().isEmpty() || !access().cdi().isEmpty() || !access().nvidia().isEmpty();
  }

  List<String> groups() {
    return switch (access().groups()) {
      case Groups.Unneeded _ -> List.of();
      case Groups.Kept _ -> List.of("keep-groups");
      case Groups.Numbers(List<Integer> gids) -> gids.stream().map(String::valueOf).toList();
    };
  }

  /** Whether a group that a file names has to go. */
  boolean dropsGroup(String group) {
    if (groups().contains(group)) {
      return false;
    }
    return switch (access().groups()) {
      case Groups.Kept _ -> true; // Podman takes it alone
      case Groups.Numbers _ -> group.equals("keep-groups");
      case Groups.Unneeded _ -> !accelerates() && accelerated && Accelerators.group(group);
    };
  }

  /** Whether a security option that a file names has to go. */
  boolean dropsSecurity(String option) {
    return !accelerates()
        && accelerated
        && Accelerators.security(option)
        && !access().security().contains(option.replace(':', '='));
  }

  boolean dropsVariable(String name) {
    return Accelerators.variable(name)
        && plan.environment().stream().noneMatch(each -> each.name().equals(name));
  }

  boolean dropsMount(String target) {
    return accelerated && Accelerators.mount(target) && !targets(plan.mounts()).contains(target);
  }

  /** The mounts that are not there yet. */
  List<Mount> mounts() {
    Set<String> there = targets(present.mounts());
    return plan.mounts().stream().filter(each -> !there.contains(each.target())).toList();
  }

  private static Set<String> targets(List<Mount> mounts) {
    return mounts.stream().map(Mount::target).collect(Collectors.toSet());
  }

  /** Whether a variable has its value already, be it by a file of variables. */
  boolean has(Variable variable) {
    return Objects.equals(present.environment().get(variable.name()), variable.value());
  }
}
