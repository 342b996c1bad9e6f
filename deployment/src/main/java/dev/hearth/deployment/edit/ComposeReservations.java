package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The GPUs that a service of a compose file reserves, under deploy. */
record ComposeReservations(ComposeService service) {
  private static final List<String> PATH =
      List.of("deploy", "resources", "reservations", "devices");
  private static final Set<String> DRIVERS = Set.of("nvidia", "cdi", "amd");

  /** What a plan reserves, as lines of a mapping; none where it reserves nothing. */
  static List<String> wanted(Plan plan) {
    List<String> gpus = plan.access().nvidia();
    if (!gpus.isEmpty()) {
      return lines("nvidia", gpus);
    }
    boolean cdi = plan.engine() == Engine.DOCKER && !plan.access().cdi().isEmpty();
    return cdi ? lines("cdi", plan.access().cdi()) : List.of();
  }

  private static List<String> lines(String driver, List<String> ids) {
    return List.of(
        "driver: " + driver,
        ids.equals(List.of("all"))
            ? "count: all"
            : "device_ids: ["
                + String.join(
                    ", ",
                    ids.stream().map(id -> YamlSplice.written(id, Yaml.Style.DOUBLE)).toList())
                + "]",
        "capabilities: [gpu]");
  }

  /** Whether the file reserves a GPU for it. */
  boolean present() {
    return items().stream().anyMatch(ComposeReservations::gpu);
  }

  private List<Yaml> items() {
    return service
        .read(PATH.getFirst())
        .flatMap(deploy -> deploy.at(PATH.subList(1, PATH.size())))
        .map(Yaml::items)
        .orElse(List.of());
  }

  private static boolean gpu(Yaml item) {
    boolean driver = item.at("driver").flatMap(Yaml::text).filter(DRIVERS::contains).isPresent();
    return driver
        || item.at("capabilities").map(Yaml::items).orElse(List.of()).stream()
            .anyMatch(each -> each.text().filter("gpu"::equals).isPresent());
  }

  /** Makes the file reserve exactly this. */
  void become(List<String> wanted) {
    if (!wanted.isEmpty() && items().stream().filter(ComposeReservations::gpu).count() == 1) {
      Yaml one = items().stream().filter(ComposeReservations::gpu).findFirst().orElseThrow();
      if (one.meaning().equals(meaning(wanted))) {
        return;
      }
    }
    remove();
    if (!wanted.isEmpty()) {
      add(wanted);
    }
  }

  private static Object meaning(List<String> lines) {
    return ComposeText.parse(java.nio.file.Path.of("plan"), String.join("\n", lines))
        .root()
        .meaning();
  }

  private void remove() {
    while (present()) {
      Yaml.Member deploy =
          service.own(PATH.getFirst()).orElseThrow(() -> service.refusal("deploy"));
      if (!(deploy.value().at(PATH.subList(1, PATH.size())).orElseThrow()
          instanceof Yaml.Items list)) {
        throw service.refusal("deploy is written in a way that is not understood");
      }
      if (list.items().size() > 1) {
        int index = 0;
        while (!gpu(list.items().get(index))) {
          index++;
        }
        service.become(YamlSplice.remove(service.file(), list, index));
      } else {
        removeUpwards();
      }
    }
  }

  /** Removes the list, and what around it would be left empty. */
  private void removeUpwards() {
    Yaml.Members parent = service.members();
    Yaml.Members place = parent;
    Yaml.Member victim = parent.find(PATH.getFirst()).orElseThrow();
    Yaml.Member here = victim;
    for (String name : PATH.subList(1, PATH.size())) {
      if (!(here.value() instanceof Yaml.Members members)) {
        throw service.refusal("deploy is written in a way that is not understood");
      }
      here = members.find(name).orElseThrow();
      if (members.members().size() > 1) {
        place = members;
        victim = here;
      }
    }
    service.become(YamlSplice.remove(service.file(), place, victim));
  }

  private void add(List<String> wanted) {
    Optional<Yaml.Member> deploy = service.own(PATH.getFirst());
    if (deploy.isEmpty()) {
      service.add(PATH.getFirst(), nested(0, wanted));
      return;
    }
    Yaml here = deploy.get().value();
    for (int i = 1; i < PATH.size(); i++) {
      if (!(here instanceof Yaml.Members members) || members.flow()) {
        throw service.refusal("deploy is not written line by line");
      }
      Optional<Yaml> below = members.at(PATH.get(i));
      if (below.isEmpty()) {
        service.become(
            YamlSplice.add(service.file(), members, Optional.empty(), nested(i, wanted)));
        return;
      }
      here = below.get();
    }
    if (!(here instanceof Yaml.Items list) || list.items().isEmpty()) {
      throw service.refusal("deploy is written in a way that is not understood");
    }
    int column = service.file().column(list.items().getLast().start());
    String item =
        list.flow()
            ? "{" + String.join(", ", wanted) + "}"
            : String.join(service.file().newline() + " ".repeat(column), wanted);
    service.become(YamlSplice.add(service.file(), list, item));
  }

  /** The lines of the path from one name on, down to the item. */
  private List<String> nested(int from, List<String> wanted) {
    String step = service.step();
    List<String> lines = new ArrayList<>();
    String indent = "";
    for (String name : PATH.subList(from, PATH.size())) {
      lines.add(indent + name + ":");
      indent += step;
    }
    String dash = indent.substring(step.length()) + service.dash();
    lines.add(dash + "- " + wanted.getFirst());
    wanted.stream().skip(1).forEach(line -> lines.add(dash + "  " + line));
    return lines;
  }
}
