package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A drop-in for the unit of a program, with the variables that matter and no more; or a unit that
 * runs a container, where neither Quadlet nor Compose is wanted.
 */
final class SystemdForm {
  private SystemdForm() {}

  static List<Artifact> of(Plan plan) {
    return List.of(plan.image().map(image -> unit(plan, image)).orElseGet(() -> dropIn(plan)));
  }

  private static String systemctl(Plan plan) {
    return plan.rootless() ? "systemctl --user" : "sudo systemctl";
  }

  private static String folder(Plan plan) {
    return plan.rootless() ? "~/.config/systemd/user" : "/etc/systemd/system";
  }

  /** Its name sorts behind override.conf, so that what the plan says holds. */
  private static Artifact dropIn(Plan plan) {
    String unit = plan.name() + ".service";
    String file = unit + ".d/zz-hearth.conf";
    String reload = systemctl(plan) + " daemon-reload && " + systemctl(plan) + " restart " + unit;
    List<String> lines =
        new ArrayList<>(
            Remarks.heading(
                plan,
                List.of("Goes to " + folder(plan) + "/" + file + "; then:", "  " + reload),
                List.of("remove this file; " + reload)));
    lines.add("[Service]");
    for (Variable variable : plan.environment()) {
      if (!variable.reason().isBlank()) {
        lines.addAll(Remarks.wrapped(variable.reason()));
      }
      lines.add("Environment=" + UnitText.word(variable.name() + "=" + variable.value()));
    }
    if (plan.access().groups() instanceof Groups.Numbers(List<Integer> gids) && !gids.isEmpty()) {
      Remarks.reason(plan, "groups").ifPresent(why -> lines.addAll(Remarks.wrapped(why)));
      lines.add(
          "SupplementaryGroups="
              + gids.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    plan.memoryBytes().ifPresent(bytes -> lines.add("MemoryMax=" + bytes));
    return new Artifact(file, String.join("\n", lines) + "\n");
  }

  private static Artifact unit(Plan plan, String image) {
    String unit = plan.name() + ".service";
    String engine = plan.engine().key();
    List<String> lines =
        new ArrayList<>(
            Remarks.heading(
                plan,
                List.of(
                    "Goes to " + folder(plan) + "/" + unit + "; then:",
                    "  " + systemctl(plan) + " daemon-reload",
                    "  " + systemctl(plan) + " enable --now " + unit),
                List.of(
                    systemctl(plan) + " disable --now " + unit,
                    "remove this file, then " + systemctl(plan) + " daemon-reload")));
    lines.add("[Unit]");
    lines.add("Description=" + UnitText.sentence(Remarks.subject(plan)));
    ordering(plan, lines);
    lines.add("");
    lines.add("[Service]");
    lines.addAll(Remarks.variables(plan));
    lines.add("ExecStartPre=-" + engine + " rm --force " + plan.name());
    lines.add("ExecStart=" + engine + " run --rm \\");
    lines.add("  --name " + plan.name() + " \\");
    for (List<String> option : ContainerOptions.of(plan)) {
      lines.add(
          option.stream().map(UnitText::argument).collect(Collectors.joining(" ", "  ", " \\")));
    }
    lines.add("  " + UnitText.argument(image));
    lines.add("ExecStop=" + engine + " stop " + plan.name());
    lines.add("Restart=always");
    lines.add("RestartSec=5");
    lines.addAll(Remarks.wrapped("Long enough to pull the image, and for a first start."));
    lines.add("TimeoutStartSec=" + Deadlines.startSeconds(plan));
    lines.add("");
    lines.add("[Install]");
    lines.add("WantedBy=" + (plan.rootless() ? "default.target" : "multi-user.target"));
    return new Artifact(unit, String.join("\n", lines) + "\n");
  }

  /** The user's own systemd knows neither the network nor Docker. */
  private static void ordering(Plan plan, List<String> lines) {
    if (plan.rootless()) {
      return;
    }
    lines.add("Wants=network-online.target");
    if (plan.engine() == Engine.DOCKER) {
      lines.add("Requires=docker.service");
      lines.add("After=network-online.target docker.service");
    } else {
      lines.add("After=network-online.target");
    }
  }
}
