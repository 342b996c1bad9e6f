package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.service.Health;
import java.util.ArrayList;
import java.util.List;

/** A plan in the words of {@code podman run} and {@code docker run}. */
final class ContainerOptions {
  private ContainerOptions() {}

  /** Options with their values, a list for each line. */
  static List<List<String>> of(Plan plan) {
    List<List<String>> options = new ArrayList<>();
    plan.access().nodes().forEach(node -> options.add(List.of("--device", node)));
    plan.access().cdi().forEach(name -> options.add(List.of("--device", name)));
    if (!plan.access().nvidia().isEmpty()) {
      options.add(List.of("--gpus", gpus(plan.access().nvidia())));
    }
    groups(plan.access().groups()).forEach(group -> options.add(List.of("--group-add", group)));
    plan.access().security().stream()
        .map(option -> plan.engine() == Engine.PODMAN ? podmanSecurity(option) : option)
        .forEach(option -> options.add(List.of("--security-opt", option)));
    plan.environment()
        .forEach(each -> options.add(List.of("--env", each.name() + "=" + each.value())));
    if (plan.hostNetwork()) {
      options.add(List.of("--network", "host"));
    } else {
      plan.ports().forEach(port -> options.add(List.of("--publish", published(port))));
    }
    plan.mounts().forEach(mount -> options.add(List.of("--volume", mounted(mount))));
    plan.memoryBytes().ifPresent(bytes -> options.add(List.of("--memory", bytes + "b")));
    if (plan.health().check() instanceof Health.Run(List<String> argv)) {
      options.add(List.of("--health-cmd", ShellText.line(argv)));
      options.add(List.of("--health-interval", plan.health().interval().toSeconds() + "s"));
      options.add(List.of("--health-start-period", Deadlines.firstSeconds(plan) + "s"));
    }
    return options;
  }

  /** Docker reads a list with commas as CSV: several GPUs are one quoted field. */
  private static String gpus(List<String> ids) {
    if (ids.contains("all")) {
      return "all";
    }
    String devices = "device=" + String.join(",", ids);
    return ids.size() == 1 ? devices : "\"" + devices + "\"";
  }

  static List<String> groups(Groups groups) {
    return switch (groups) {
      case Groups.Unneeded _ -> List.of();
      case Groups.Kept _ -> List.of("keep-groups");
      case Groups.Numbers(List<Integer> gids) -> gids.stream().map(String::valueOf).toList();
    };
  }

  /** Docker's word for unmasked system paths is not Podman's. */
  static String podmanSecurity(String option) {
    return option.equals("systempaths=unconfined") ? "unmask=ALL" : option;
  }

  static String published(Port port) {
    String host = port.host().contains(":") ? "[" + port.host() + "]" : port.host();
    return (host.isEmpty() ? "" : host + ":") + port.outside() + ":" + port.inside();
  }

  static String mounted(Mount mount) {
    return mount.source() + ":" + mount.target() + (mount.readOnly() ? ":ro" : "");
  }
}
