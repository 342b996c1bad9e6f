package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.service.Health;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Deployment, service and claims, in one file. */
final class KubernetesForm {
  private static final int LONGEST_NAME = 63;

  private final Plan plan;
  private final String name;
  private final YamlText yaml = new YamlText(UnaryOperator.identity());

  private KubernetesForm(Plan plan) {
    this.plan = plan;
    this.name = label(plan.name());
  }

  static List<Artifact> of(Plan plan) {
    String file = plan.name() + ".kubernetes.yaml";
    return List.of(new Artifact(file, new KubernetesForm(plan).documents(file)));
  }

  private String documents(String file) {
    Remarks.heading(
            plan,
            List.of("Start it: kubectl apply -f " + file),
            List.of("kubectl delete deployment,service " + name + "; the claims keep their data"))
        .forEach(yaml::line);
    plan.mounts().stream().filter(Mount::volume).map(Mount::source).distinct().forEach(this::claim);
    List<Port> ports = ports(plan);
    if (!ports.isEmpty()) {
      service(ports);
    }
    deployment();
    return yaml.toString();
  }

  private void claim(String volume) {
    head("v1", "PersistentVolumeClaim", label(volume));
    yaml.open(0, "spec");
    yaml.open(1, "accessModes");
    yaml.item(2, "ReadWriteOnce");
    yaml.open(1, "resources");
    yaml.open(2, "requests");
    yaml.comment(3, "Models and compiled kernels: enough for several large ones.");
    yaml.entry(3, "storage", "20Gi");
  }

  private void service(List<Port> ports) {
    head("v1", "Service", name);
    yaml.open(0, "spec");
    selector(1, "selector");
    yaml.open(1, "ports");
    for (Port port : ports) {
      yaml.entry(2, "- name", "port-" + port.outside());
      yaml.literal(3, "port", String.valueOf(port.outside()));
      yaml.literal(3, "targetPort", String.valueOf(port.inside()));
    }
  }

  private void deployment() {
    head("apps/v1", "Deployment", name);
    yaml.open(0, "spec");
    yaml.literal(1, "replicas", "1");
    yaml.comment(1, "The old pod gives GPU and claim free before the new one starts.");
    yaml.open(1, "strategy");
    yaml.entry(2, "type", "Recreate");
    yaml.comment(1, "Long enough to pull the image, and for a first start.");
    yaml.literal(1, "progressDeadlineSeconds", String.valueOf(Deadlines.startSeconds(plan)));
    yaml.open(1, "selector");
    selector(2, "matchLabels");
    yaml.open(1, "template");
    yaml.open(2, "metadata");
    selector(3, "labels");
    yaml.open(2, "spec");
    new KubernetesPod(plan, yaml).write(3);
  }

  private void head(String version, String kind, String called) {
    yaml.line("---");
    yaml.entry(0, "apiVersion", version);
    yaml.entry(0, "kind", kind);
    yaml.open(0, "metadata");
    yaml.entry(1, "name", called);
    selector(1, "labels");
  }

  private void selector(int depth, String key) {
    yaml.open(depth, key);
    yaml.entry(depth + 1, "app.kubernetes.io/name", name);
  }

  /** Those of the plan; where it shares the host's network, the one that is asked for health. */
  static List<Port> ports(Plan plan) {
    Stream<Port> asked =
        plan.health().check() instanceof Health.Http(int port, String _)
            ? Stream.of(new Port("", port, port))
            : Stream.empty();
    return plan.ports().isEmpty() ? asked.toList() : plan.ports();
  }

  /** A name as a cluster takes it: small letters, digits and -, a letter first. */
  static String label(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String led = plain.matches("[a-z].*") ? plain : "x" + plain;
    return led.substring(0, Math.min(led.length(), LONGEST_NAME)).replaceAll("-+$", "");
  }
}
