package dev.hearth.deployment.render;

import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Compose: a service that extends one of a second file, as Immich's own; or all in one file. */
final class ComposeForm {
  /** The file with what the accelerators need, one service for each backend. */
  static final String HARDWARE = "hwaccel.hearth.yml";

  /** Where a driver's own files lie, which are mounted for the backend and not for the service. */
  private static final List<String> SYSTEM = List.of("/usr/", "/lib/", "/dev/", "/sys/");

  private final Plan plan;

  /** Compose puts variables in for dollars, unless they are doubled. */
  private final YamlText yaml = new YamlText(value -> value.replace("$", "$$"));

  private ComposeForm(Plan plan) {
    this.plan = plan;
  }

  static List<Artifact> extending(Plan plan) {
    return List.of(
        new Artifact(file(plan), new ComposeForm(plan).service(true)),
        new Artifact(HARDWARE, new ComposeForm(plan).hardware()));
  }

  static List<Artifact> inline(Plan plan) {
    return List.of(new Artifact(file(plan), new ComposeForm(plan).service(false)));
  }

  /** No name that Compose finds by itself: it would take the place of a file beside it. */
  private static String file(Plan plan) {
    return plan.name() + ".compose.yml";
  }

  private String compose() {
    return plan.engine() == Engine.PODMAN ? "podman compose" : "docker compose";
  }

  private String service(boolean extending) {
    String command = compose() + " -f " + file(plan);
    Remarks.heading(
            plan,
            List.of(
                extending
                    ? "Lies beside " + HARDWARE + "; in their folder:"
                    : "All in one file; in its folder, or pasted as a stack:",
                "  " + command + " up --detach"),
            List.of(command + " down"))
        .forEach(yaml::line);
    yaml.entry(0, "name", project(plan.name()));
    yaml.open(0, "services");
    yaml.open(1, YamlText.scalar(plan.name()));
    yaml.entry(2, "container_name", plan.name());
    reason(2, "image");
    plan.image().ifPresent(image -> yaml.entry(2, "image", image));
    if (extending) {
      yaml.open(2, "extends");
      yaml.entry(3, "file", HARDWARE);
      yaml.comment(3, "Here cpu is the way back, with the CPU's image.");
      yaml.entry(3, "service", plan.backend().key());
    }
    yaml.entry(2, "restart", "unless-stopped");
    environment();
    network();
    if (!extending) {
      access(2);
    }
    mounts(2, extending ? mount -> !systems(mount) : _ -> true);
    plan.memoryBytes()
        .ifPresent(bytes -> {
          reason(2, "memory");
          yaml.literal(2, "mem_limit", String.valueOf(bytes));
        });
    health();
    volumes();
    return yaml.toString();
  }

  private String hardware() {
    Remarks.heading(
            plan,
            List.of(
                "What the accelerators of this machine need. A compose file beside it takes it by"
                    + " extends: the service below that is named for the backend."),
            List.of("let extends name the service cpu, with the CPU's image"))
        .forEach(yaml::line);
    yaml.open(0, "services");
    yaml.literal(1, Backend.CPU.key(), "{}");
    if (plan.backend() != Backend.CPU) {
      yaml.open(1, plan.backend().key());
      int before = yaml.toString().length();
      access(2);
      mounts(2, ComposeForm::systems);
      if (yaml.toString().length() == before) {
        yaml.literal(2, "devices", "[]");
      }
    }
    return yaml.toString();
  }

  private void environment() {
    if (!plan.environment().isEmpty()) {
      yaml.open(2, "environment");
      plan.environment().forEach(this::variable);
    }
  }

  private void variable(Variable variable) {
    if (!variable.reason().isBlank()) {
      yaml.comment(3, variable.reason());
    }
    yaml.quoted(3, YamlText.scalar(variable.name()), variable.value());
  }

  private void network() {
    if (plan.hostNetwork()) {
      yaml.entry(2, "network_mode", "host");
    } else if (!plan.ports().isEmpty()) {
      yaml.open(2, "ports");
      plan.ports().forEach(port -> yaml.quotedItem(3, ContainerOptions.published(port)));
    }
  }

  private void access(int depth) {
    boolean podman = plan.engine() == Engine.PODMAN;
    List<String> cdi = plan.access().cdi();
    if (!plan.access().nodes().isEmpty() || (podman && !cdi.isEmpty())) {
      reason(depth, "accelerator");
      yaml.open(depth, "devices");
      plan.access().nodes().forEach(node -> yaml.item(depth + 1, node + ":" + node));
      // Podman knows no driver "cdi" for reservations, and takes such names for devices
      cdi.stream().filter(_ -> podman).forEach(name -> yaml.item(depth + 1, name));
    }
    List<String> groups = ContainerOptions.groups(plan.access().groups());
    if (!groups.isEmpty()) {
      reason(depth, "groups");
      yaml.open(depth, "group_add");
      groups.forEach(group -> yaml.quotedItem(depth + 1, group));
    }
    if (!plan.access().security().isEmpty()) {
      yaml.open(depth, "security_opt");
      plan.access().security().stream()
          .map(option -> podman ? ContainerOptions.podmanSecurity(option) : option)
          .forEach(option -> yaml.item(depth + 1, option));
    }
    if (!podman && !cdi.isEmpty()) {
      reservation(depth, "cdi", cdi);
    }
    if (!plan.access().nvidia().isEmpty()) {
      reservation(depth, "nvidia", plan.access().nvidia());
    }
  }

  /** Compose wants capabilities for every driver, though Docker asks CDI for none. */
  private void reservation(int depth, String driver, List<String> ids) {
    yaml.open(depth, "deploy");
    yaml.open(depth + 1, "resources");
    yaml.open(depth + 2, "reservations");
    yaml.open(depth + 3, "devices");
    yaml.entry(depth + 4, "- driver", driver);
    if (ids.contains("all")) {
      yaml.entry(depth + 5, "count", "all");
    } else {
      yaml.open(depth + 5, "device_ids");
      ids.forEach(id -> yaml.quotedItem(depth + 6, id));
    }
    yaml.literal(depth + 5, "capabilities", "[gpu]");
  }

  private static boolean systems(Mount mount) {
    return !mount.volume() && SYSTEM.stream().anyMatch(mount.source()::startsWith);
  }

  private void mounts(int depth, Predicate<Mount> which) {
    List<Mount> mounts = plan.mounts().stream().filter(which).toList();
    if (!mounts.isEmpty()) {
      yaml.open(depth, "volumes");
      mounts.forEach(mount -> mount(depth + 1, mount));
    }
  }

  /** In short, or at length where a colon in a path would be taken for a separator. */
  private void mount(int depth, Mount mount) {
    if (!mount.source().contains(":") && !mount.target().contains(":")) {
      yaml.item(depth, ContainerOptions.mounted(mount));
      return;
    }
    yaml.entry(depth, "- type", mount.volume() ? "volume" : "bind");
    yaml.entry(depth + 1, "source", mount.source());
    yaml.entry(depth + 1, "target", mount.target());
    if (mount.readOnly()) {
      yaml.literal(depth + 1, "read_only", "true");
    }
  }

  private void health() {
    switch (plan.health().check()) {
      case Health.Http(int port, String path) ->
          yaml.comment(
              2,
              "No healthcheck: GET "
                  + path
                  + " on port "
                  + port
                  + " is asked from outside; images have no curl.");
      case Health.Run(List<String> argv) -> {
        yaml.open(2, "healthcheck");
        yaml.open(3, "test");
        yaml.item(4, "CMD");
        argv.forEach(word -> yaml.quotedItem(4, word));
        yaml.entry(3, "interval", plan.health().interval().toSeconds() + "s");
        yaml.entry(3, "start_period", Deadlines.firstSeconds(plan) + "s");
      }
    }
  }

  /** By their own names: Compose would put the project's before them. */
  private void volumes() {
    List<String> names =
        plan.mounts().stream().filter(Mount::volume).map(Mount::source).distinct().toList();
    if (!names.isEmpty()) {
      yaml.open(0, "volumes");
      for (String name : names) {
        yaml.open(1, YamlText.scalar(name));
        yaml.entry(2, "name", name);
      }
    }
  }

  private void reason(int depth, String what) {
    Remarks.reason(plan, what).ifPresent(reason -> yaml.comment(depth, reason));
  }

  /** Small letters, digits, - and _: what Compose takes for a project's name. */
  private static String project(String name) {
    return name.toLowerCase(Locale.ROOT).replace('.', '-');
  }
}
