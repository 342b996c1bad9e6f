package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pod of a deployment. */
final class KubernetesPod {
  private static final long PERIOD_SECONDS = 10;
  private static final long ALIVE_PERIOD_SECONDS = 60;
  private static final long KIBI = 1024;

  private final Plan plan;
  private final YamlText yaml;
  private final Optional<ClusterGpu> gpu;

  /** Device nodes that no device plugin hands out. */
  private final List<String> nodes;

  KubernetesPod(Plan plan, YamlText yaml) {
    this.plan = plan;
    this.yaml = yaml;
    this.gpu = ClusterGpu.of(plan);
    this.nodes = gpu.isPresent() ? List.of() : plan.access().nodes();
  }

  void write(int depth) {
    yaml.comment(depth, "The cluster's own variables would look like settings of the service.");
    yaml.literal(depth, "enableServiceLinks", "false");
    if (plan.hostNetwork()) {
      yaml.literal(depth, "hostNetwork", "true");
    }
    gpu.ifPresent(it -> affinity(depth, it));
    if (plan.access().groups() instanceof Groups.Numbers(List<Integer> gids) && !gids.isEmpty()) {
      yaml.open(depth, "securityContext");
      yaml.comment(depth + 1, "Of the machine that was looked at: ls -ln /dev/dri on the node.");
      yaml.literal(depth + 1, "supplementalGroups", gids.toString());
    }
    yaml.open(depth, "containers");
    container(depth + 1);
    volumes(depth);
  }

  private void affinity(int depth, ClusterGpu gpu) {
    yaml.comment(depth, "Any of the labels that Node Feature Discovery gives to such nodes.");
    yaml.open(depth, "affinity");
    yaml.open(depth + 1, "nodeAffinity");
    yaml.open(depth + 2, "requiredDuringSchedulingIgnoredDuringExecution");
    yaml.open(depth + 3, "nodeSelectorTerms");
    for (String label : gpu.labels()) {
      yaml.open(depth + 4, "- matchExpressions");
      yaml.entry(depth + 6, "- key", label);
      yaml.entry(depth + 7, "operator", "In");
      yaml.literal(depth + 7, "values", "[\"true\"]");
    }
  }

  private void container(int depth) {
    yaml.entry(depth, "- name", KubernetesForm.label(plan.name()));
    reason(depth + 1, "image");
    plan.image().ifPresent(image -> yaml.entry(depth + 1, "image", image));
    ports(depth + 1);
    if (!plan.environment().isEmpty()) {
      yaml.open(depth + 1, "env");
      plan.environment().forEach(variable -> variable(depth + 2, variable));
    }
    resources(depth + 1);
    security(depth + 1);
    mounts(depth + 1);
    probes(depth + 1);
  }

  private void ports(int depth) {
    List<Integer> inside =
        KubernetesForm.ports(plan).stream().map(Port::inside).distinct().toList();
    if (!inside.isEmpty()) {
      yaml.open(depth, "ports");
      inside.forEach(port -> yaml.literal(depth + 1, "- containerPort", String.valueOf(port)));
    }
  }

  /** The cluster reads {@code $(NAME)} in a value, and two dollars as one. */
  private void variable(int depth, Variable variable) {
    if (!variable.reason().isBlank()) {
      yaml.comment(depth, variable.reason());
    }
    yaml.entry(depth, "- name", variable.name());
    yaml.quoted(depth + 1, "value", variable.value().replace("$", "$$"));
  }

  private void resources(int depth) {
    if (gpu.isEmpty() && plan.memoryBytes().isEmpty()) {
      return;
    }
    yaml.open(depth, "resources");
    yaml.open(depth + 1, "limits");
    gpu.ifPresent(it -> {
      yaml.comment(depth + 2, it.needs());
      int count = Math.max(1, plan.accelerators().size());
      yaml.literal(depth + 2, it.resource(), String.valueOf(count));
    });
    plan.memoryBytes()
        .ifPresent(bytes -> {
          reason(depth + 2, "memory");
          yaml.quoted(depth + 2, "memory", quantity(bytes));
        });
  }

  private static String quantity(long bytes) {
    long mebibyte = KIBI * KIBI;
    return bytes % mebibyte == 0 ? bytes / mebibyte + "Mi" : String.valueOf(bytes);
  }

  private void security(int depth) {
    List<String> lines = new ArrayList<>();
    for (String option : plan.access().security()) {
      switch (option) {
        case "seccomp=unconfined" -> lines.add("seccompProfile: {type: Unconfined}");
        case "apparmor=unconfined" -> lines.add("appArmorProfile: {type: Unconfined}");
        case "systempaths=unconfined" -> lines.add("procMount: Unmasked");
        default -> {
          // labels are the cluster's own business
        }
      }
    }
    if (nodes.isEmpty() && lines.isEmpty()) {
      return;
    }
    yaml.open(depth, "securityContext");
    if (nodes.isEmpty()) {
      lines.forEach(line -> yaml.line("  ".repeat(depth + 1) + line));
      return;
    }
    yaml.comment(depth + 1, "No device plugin hands these nodes out: only a privileged pod opens");
    yaml.comment(depth + 1, "them, and it sees all of /proc and /sys besides.");
    yaml.literal(depth + 1, "privileged", "true");
  }

  private void mounts(int depth) {
    if (plan.mounts().isEmpty() && nodes.isEmpty()) {
      return;
    }
    yaml.open(depth, "volumeMounts");
    for (Mount mount : plan.mounts()) {
      yaml.entry(depth + 1, "- name", volume(mount));
      yaml.entry(depth + 2, "mountPath", mount.target());
      if (mount.readOnly()) {
        yaml.literal(depth + 2, "readOnly", "true");
      }
    }
    for (String node : nodes) {
      yaml.entry(depth + 1, "- name", KubernetesForm.label(node.substring(1)));
      yaml.entry(depth + 2, "mountPath", node);
    }
  }

  private void volumes(int depth) {
    if (plan.mounts().isEmpty() && nodes.isEmpty()) {
      return;
    }
    yaml.open(depth, "volumes");
    plan.mounts().stream().distinct().filter(this::first).forEach(mount -> volume(depth, mount));
    for (String node : nodes) {
      yaml.entry(depth + 1, "- name", KubernetesForm.label(node.substring(1)));
      yaml.open(depth + 2, "hostPath");
      yaml.entry(depth + 3, "path", node);
    }
  }

  private boolean first(Mount mount) {
    return plan.mounts().stream()
        .filter(other -> other.source().equals(mount.source()))
        .findFirst()
        .equals(Optional.of(mount));
  }

  private void volume(int depth, Mount mount) {
    yaml.entry(depth + 1, "- name", volume(mount));
    if (mount.volume()) {
      yaml.open(depth + 2, "persistentVolumeClaim");
      yaml.entry(depth + 3, "claimName", KubernetesForm.label(mount.source()));
    } else {
      yaml.open(depth + 2, "hostPath");
      yaml.entry(depth + 3, "path", mount.source());
    }
  }

  /** Paths that look alike as names are told apart by their place among the mounts. */
  private String volume(Mount mount) {
    if (mount.volume()) {
      return KubernetesForm.label(mount.source());
    }
    List<String> sources =
        plan.mounts().stream()
            .map(Mount::source)
            .filter(it -> it.startsWith("/"))
            .distinct()
            .toList();
    return "host-" + (sources.indexOf(mount.source()) + 1);
  }

  private void probes(int depth) {
    long first = Deadlines.firstSeconds(plan);
    yaml.comment(depth, "Until it has answered once: longer than the first start may take.");
    probe(depth, "startupProbe", PERIOD_SECONDS, first / PERIOD_SECONDS + 6);
    yaml.comment(depth, "Busy pods get no requests, and live on.");
    probe(depth, "readinessProbe", PERIOD_SECONDS, 3);
    yaml.comment(depth, "Longer than a compile at a later request: that is no reason to kill it.");
    probe(depth, "livenessProbe", ALIVE_PERIOD_SECONDS, first / ALIVE_PERIOD_SECONDS + 5);
  }

  private void probe(int depth, String kind, long period, long failures) {
    yaml.open(depth, kind);
    switch (plan.health().check()) {
      case Health.Http(int port, String path) -> {
        yaml.open(depth + 1, "httpGet");
        yaml.entry(depth + 2, "path", path);
        yaml.literal(depth + 2, "port", String.valueOf(port));
      }
      case Health.Run(List<String> argv) -> {
        yaml.open(depth + 1, "exec");
        yaml.open(depth + 2, "command");
        argv.forEach(word -> yaml.quotedItem(depth + 3, word));
      }
    }
    yaml.literal(depth + 1, "periodSeconds", String.valueOf(period));
    yaml.literal(depth + 1, "timeoutSeconds", String.valueOf(Math.min(period, 10)));
    yaml.literal(depth + 1, "failureThreshold", String.valueOf(failures));
  }

  private void reason(int depth, String what) {
    Remarks.reason(plan, what).ifPresent(reason -> yaml.comment(depth, reason));
  }
}
