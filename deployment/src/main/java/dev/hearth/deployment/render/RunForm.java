package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** One command line, as a script that can be pasted or run. */
final class RunForm {
  private RunForm() {}

  static List<Artifact> of(Plan plan) {
    String engine = plan.engine().key();
    List<String> lines = new ArrayList<>();
    lines.add("#!/bin/sh");
    lines.addAll(
        Remarks.heading(
            plan,
            List.of("Run it with sh, or paste the command."),
            List.of(engine + " rm --force " + plan.name())));
    lines.addAll(Remarks.variables(plan));
    lines.add(engine + " run --detach \\");
    List<List<String>> options = new ArrayList<>();
    options.add(List.of("--name", plan.name()));
    options.add(List.of("--restart", "unless-stopped"));
    options.addAll(ContainerOptions.of(plan));
    options.forEach(option -> lines.add("  " + ShellText.line(option) + " \\"));
    plan.image().ifPresent(image -> lines.add("  " + ShellText.word(image)));
    return List.of(new Artifact(plan.name() + ".sh", String.join("\n", lines) + "\n"));
  }
}
