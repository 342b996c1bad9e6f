package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Units for Podman's generator: the container, and each of its volumes. */
final class QuadletForm {
  private final Plan plan;
  private final List<String> lines = new ArrayList<>();

  private QuadletForm(Plan plan) {
    this.plan = plan;
  }

  static List<Artifact> of(Plan plan) {
    List<Artifact> files = new ArrayList<>();
    files.add(new Artifact(plan.name() + ".container", new QuadletForm(plan).container()));
    plan.mounts().stream()
        .filter(Mount::volume)
        .map(Mount::source)
        .distinct()
        .forEach(name -> files.add(volume(plan, name)));
    return files;
  }

  private static Artifact volume(Plan plan, String name) {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        Remarks.heading(
            plan,
            List.of("What " + plan.name() + " keeps over restarts: models, compiled kernels."),
            List.of("remove this file; podman volume rm " + name + " deletes what is in it")));
    lines.add("[Volume]");
    lines.addAll(Remarks.wrapped("Its own name: the generator would put systemd- before it."));
    lines.add("VolumeName=" + UnitText.raw(name));
    return new Artifact(name + ".volume", text(lines));
  }

  private String container() {
    lines.addAll(heading(plan));
    lines.add("[Unit]");
    setting("Description", UnitText.sentence(Remarks.subject(plan)));
    lines.add("");
    lines.add("[Container]");
    setting("ContainerName", UnitText.raw(plan.name()));
    reason("image");
    plan.image().ifPresent(image -> setting("Image", UnitText.raw(image)));
    access();
    plan.environment().forEach(this::variable);
    network();
    plan.mounts().forEach(this::mount);
    memory();
    health();
    service();
    return text(lines);
  }

  private static List<String> heading(Plan plan) {
    String systemctl = plan.rootless() ? "systemctl --user" : "sudo systemctl";
    String folder = plan.rootless() ? "~/.config/containers/systemd" : "/etc/containers/systemd";
    List<String> use = new ArrayList<>();
    use.add("Goes into " + folder + ", with its .volume files; then:");
    use.add("  " + systemctl + " daemon-reload");
    use.add("  " + systemctl + " start " + plan.name() + ".service");
    if (plan.rootless()) {
      use.add("It runs while nobody is logged in after: loginctl enable-linger");
    }
    return Remarks.heading(
        plan,
        use,
        List.of(
            systemctl + " stop " + plan.name() + ".service",
            "remove these files, then " + systemctl + " daemon-reload"));
  }

  private void access() {
    reason("accelerator");
    plan.access().nodes().forEach(node -> setting("AddDevice", UnitText.argument(node)));
    plan.access().cdi().forEach(name -> setting("AddDevice", UnitText.argument(name)));
    List<String> groups = ContainerOptions.groups(plan.access().groups());
    if (!groups.isEmpty()) {
      reason("groups");
      groups.forEach(group -> setting("GroupAdd", group));
    }
    plan.access().security().forEach(this::security);
  }

  /** A key of its own where the generator has one, in all its versions. */
  private void security(String option) {
    String value = option.substring(option.indexOf('=') + 1);
    if (option.equals("label=disable")) {
      setting("SecurityLabelDisable", "true");
    } else if (option.startsWith("label=type:")) {
      setting("SecurityLabelType", UnitText.raw(value.substring("type:".length())));
    } else if (option.equals("systempaths=unconfined")) {
      setting("Unmask", "ALL");
    } else if (option.startsWith("seccomp=")) {
      setting("SeccompProfile", UnitText.raw(value));
    } else if (option.startsWith("no-new-privileges")) {
      setting("NoNewPrivileges", "true");
    } else {
      setting("PodmanArgs", UnitText.argument("--security-opt=" + option));
    }
  }

  private void variable(Variable variable) {
    if (!variable.reason().isBlank()) {
      lines.addAll(Remarks.wrapped(variable.reason()));
    }
    setting("Environment", UnitText.argument(variable.name() + "=" + variable.value()));
  }

  private void network() {
    if (plan.hostNetwork()) {
      setting("Network", "host");
    } else {
      plan.ports().forEach(port -> setting("PublishPort", ContainerOptions.published(port)));
    }
  }

  /** A volume by its unit, so that the generator makes it and orders them. */
  private void mount(Mount mount) {
    Mount named =
        mount.volume()
            ? new Mount(mount.source() + ".volume", mount.target(), mount.readOnly())
            : mount;
    setting("Volume", UnitText.raw(ContainerOptions.mounted(named)));
  }

  private void memory() {
    plan.memoryBytes()
        .ifPresent(bytes -> {
          reason("memory");
          lines.addAll(Remarks.wrapped("The key Memory= is newer than many a Podman 5."));
          setting("PodmanArgs", "--memory=" + bytes + "b");
        });
  }

  private void health() {
    switch (plan.health().check()) {
      case Health.Http(int port, String path) ->
          lines.addAll(
              Remarks.wrapped(
                  "No HealthCmd: GET "
                      + path
                      + " on port "
                      + port
                      + " is asked from outside; images have no curl."));
      case Health.Run(List<String> argv) -> {
        setting("HealthCmd", UnitText.raw(healthCommand(argv)));
        setting("HealthInterval", plan.health().interval().toSeconds() + "s");
        setting("HealthStartPeriod", Deadlines.firstSeconds(plan) + "s");
      }
    }
  }

  /** Podman reads an array of several words as a program without a shell, one word with one. */
  private static String healthCommand(List<String> argv) {
    return argv.size() == 1
        ? ShellText.line(argv)
        : argv.stream().map(YamlText::quotes).collect(Collectors.joining(",", "[", "]"));
  }

  private void service() {
    lines.add("");
    lines.add("[Service]");
    setting("Restart", "always");
    setting("RestartSec", "5");
    lines.addAll(
        Remarks.wrapped("Long enough to pull the image over a slow line, and for a first start."));
    setting("TimeoutStartSec", String.valueOf(Deadlines.startSeconds(plan)));
    lines.add("");
    lines.add("[Install]");
    setting("WantedBy", plan.rootless() ? "default.target" : "multi-user.target");
  }

  private void reason(String what) {
    Remarks.reason(plan, what).ifPresent(reason -> lines.addAll(Remarks.wrapped(reason)));
  }

  private void setting(String key, String value) {
    lines.add(key + "=" + value);
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }
}
