package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of accelerators that a service extends, as Immich's hwaccel.ml.yml: one service a
 * backend, named after it.
 *
 * @param file where it lies
 * @param text what it says, where that is known
 * @param now the service that is extended
 */
record ComposeExtension(Path file, Optional<ComposeText> text, String now) {
  private static final String CPU = "cpu";

  /** What a service extends, if it is a file of accelerators. */
  static Optional<ComposeExtension> of(ComposeService service, Map<Path, String> texts) {
    Optional<Yaml> part = service.read("extends");
    Optional<String> name = part.flatMap(each -> each.at("file")).flatMap(Yaml::text);
    Optional<String> now = part.flatMap(each -> each.at("service")).flatMap(Yaml::text);
    if (name.isEmpty() || now.isEmpty() || name.get().indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Path path = service.file().path().resolveSibling(name.get()).normalize();
    Optional<ComposeText> text =
        Optional.ofNullable(texts.get(path)).map(it -> ComposeText.parse(path, it));
    return Optional.of(new ComposeExtension(path, text, now.get()))
        .filter(ComposeExtension::ofAccelerators);
  }

  private boolean ofAccelerators() {
    boolean named = String.valueOf(file.getFileName()).startsWith("hwaccel");
    return text.map(it ->
            it.service(CPU).isPresent()
                && (it.service("rocm").isPresent() || it.service("cuda").isPresent()))
        .orElse(named);
  }

  boolean accelerates() {
    return !now.equals(CPU);
  }

  /** The service to extend for a plan; empty where none of them is right for it. */
  Optional<String> service(Plan plan, Wanted wanted) {
    if (!wanted.accelerates()) {
      return Optional.of(CPU).filter(it -> text.isEmpty() || has(it));
    }
    String name =
        plan.backend() == Backend.OPENVINO && plan.access().nodes().contains("/dev/dxg")
            ? "openvino-wsl"
            : plan.backend().key();
    return Optional.of(name).filter(this::has).filter(it -> right(it, plan));
  }

  private boolean has(String service) {
    return text.flatMap(it -> it.service(service)).isPresent();
  }

  /**
   * Whether a service gives what the plan does. More GPUs than planned are right for ROCm alone,
   * which is told by a variable which of them it may use; the first GPU of a reservation is right
   * where that is the planned one.
   */
  private boolean right(String service, Plan plan) {
    List<String> passed = devices(service);
    boolean all =
        plan.access().nodes().stream()
            .allMatch(node -> passed.stream().anyMatch(each -> covers(each, node)));
    return switch (plan.backend()) {
      case CUDA ->
          plan.access().cdi().isEmpty()
              && plan.accelerators().size() == 1
              && plan.access().nvidia().stream().allMatch(List.of("0", "all")::contains);
      case ROCM -> all;
      default -> all && plan.access().nodes().containsAll(passed);
    };
  }

  /** The devices that a service of this file hands on. */
  List<String> devices(String service) {
    return texts(service, "devices").stream().map(Accelerators::outside).toList();
  }

  /** The texts in a list of a service of this file. */
  List<String> texts(String service, String key) {
    return text
        .flatMap(it -> it.service(service))
        .flatMap(part -> part.at(key))
        .map(Yaml::items)
        .orElse(List.of())
        .stream()
        .flatMap(item -> item.text().stream())
        .toList();
  }

  private static boolean covers(String device, String node) {
    return node.equals(device) || node.startsWith(device + "/");
  }
}
