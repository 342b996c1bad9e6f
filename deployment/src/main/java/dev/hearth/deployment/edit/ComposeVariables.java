package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.Anchors;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.planning.plan.Variable;
import java.util.List;
import java.util.Optional;

/** The environment of a service of a compose file, be it a mapping or a list of assignments. */
record ComposeVariables(ComposeService service) {
  private static final String KEY = "environment";
  private static final Yaml NOTHING = new Yaml.Scalar(0, 0, Optional.empty(), "", Yaml.Style.PLAIN);

  /** The names that this file sets itself. */
  List<String> names() {
    Optional<Yaml> part = service.read(KEY);
    return part.map(
            each -> {
              List<String> names =
                  new java.util.ArrayList<>(
                      new Anchors(service.file().root())
                          .members(each).stream().map(Yaml.Member::name).toList());
              each.items().stream()
                  .flatMap(item -> item.text().stream())
                  .map(ComposeVariables::name)
                  .forEach(names::add);
              return List.copyOf(names);
            })
        .orElse(List.of());
  }

  private static String name(String assignment) {
    int equals = assignment.indexOf('=');
    return equals < 0 ? assignment : assignment.substring(0, equals);
  }

  void remove(String name) {
    Optional<Yaml.Member> environment = service.own(KEY);
    switch (environment.map(Yaml.Member::value).orElse(NOTHING)) {
      case Yaml.Members members -> {
        Yaml.Member member =
            members.find(name).orElseThrow(() -> service.refusal(name + " comes out of an anchor"));
        if (members.members().size() == 1) {
          service.remove(environment.orElseThrow());
        } else {
          service.become(YamlSplice.remove(service.file(), members, member));
        }
      }
      case Yaml.Items _ -> service.dropItems(KEY, item -> name(item).equals(name));
      default -> throw service.refusal("environment is neither mapping nor list");
    }
  }

  void set(Variable variable) {
    String value = variable.value().replace("$", "$$");
    Optional<Yaml.Member> environment = service.own(KEY);
    switch (environment.map(Yaml.Member::value).orElse(NOTHING)) {
      case Yaml.Members members -> set(members, variable.name(), value);
      case Yaml.Items items -> set(items, variable.name(), value);
      default ->
          service.addBelow(
              KEY,
              environment,
              List.of(
                  service.step()
                      + variable.name()
                      + ": "
                      + YamlSplice.written(value, Yaml.Style.PLAIN)));
    }
  }

  private void set(Yaml.Members members, String name, String value) {
    Optional<Yaml.Member> there = members.find(name);
    if (there.isEmpty()) {
      String line = name + ": " + YamlSplice.written(value, Yaml.Style.PLAIN);
      service.become(YamlSplice.add(service.file(), members, Optional.empty(), List.of(line)));
    } else if (there.get().value() instanceof Yaml.Scalar scalar && !scalar.empty()) {
      if (!scalar.value().equals(value)) {
        service.set(scalar, value);
      }
    } else {
      throw service.refusal(name + " is set in a way that is not understood");
    }
  }

  private void set(Yaml.Items items, String name, String value) {
    String assignment = name + "=" + value;
    for (Yaml item : items.items()) {
      if (item instanceof Yaml.Scalar scalar && name(scalar.value()).equals(name)) {
        if (!scalar.value().equals(assignment)) {
          service.set(scalar, assignment);
        }
        return;
      }
    }
    service.addItems(KEY, List.of(assignment), Yaml.Style.PLAIN);
  }
}
