package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.deployment.site.Installation;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Edits the files of a compose project for one of its services: what is to go is taken out wherever
 * it is, what is new is written where the image is named.
 */
final class ComposeEditor {
  private final Installation.Compose installation;
  private final Plan plan;
  private final Map<Path, String> texts;
  private final Map<Path, ComposeService> services = new LinkedHashMap<>();
  private final List<String> advice = new ArrayList<>();

  private ComposeEditor(Installation.Compose installation, Plan plan, Map<Path, String> texts) {
    this.installation = installation;
    this.plan = plan;
    this.texts = texts;
  }

  static Edited edit(Installation.Compose installation, Plan plan, Map<Path, String> texts) {
    return new ComposeEditor(installation, plan, texts).edit();
  }

  private Edited edit() {
    for (Path path : installation.files()) {
      Optional.ofNullable(texts.get(path))
          .map(text -> ComposeText.parse(path, text))
          .filter(file -> file.service(installation.service()).isPresent())
          .ifPresent(
              file -> services.put(path, new ComposeService(file, installation.service(), plan)));
    }
    ComposeService primary = primary();
    Optional<ComposeExtension> extension =
        services.values().stream()
            .map(each -> ComposeExtension.of(each, texts))
            .flatMap(Optional::stream)
            .findFirst();
    Wanted wanted = new Wanted(plan, installation.present(), accelerated(extension));
    image(primary);
    Optional<ComposeExtension> extended = extend(extension, wanted);
    access(primary, wanted, extended);
    variables(primary, wanted);
    mounts(primary, wanted);
    return new Edited(changes(), advice);
  }

  private ComposeService primary() {
    return services.values().stream()
        .filter(each -> each.members().find("image").isPresent())
        .reduce((_, last) -> last)
        .or(() -> services.values().stream().findFirst())
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    Problem.Kind.NOT_FOUND,
                    "No compose file of the project "
                        + installation.project()
                        + " has the service "
                        + installation.service(),
                    String.join(", ", installation.files().stream().map(Path::toString).toList()),
                    "Name the file that has it: --file PATH")));
  }

  private boolean accelerated(Optional<ComposeExtension> extension) {
    return extension.filter(ComposeExtension::accelerates).isPresent()
        || services.values().stream()
            .anyMatch(each ->
                new ComposeReservations(each).present()
                    || each.texts("devices").stream().anyMatch(Accelerators::device)
                    || runtime(each).isPresent());
  }

  private static Optional<String> runtime(ComposeService service) {
    return service.read("runtime").flatMap(Yaml::text).filter(Accelerators::runtime);
  }

  private void image(ComposeService primary) {
    if (plan.image().isEmpty()) {
      return;
    }
    Optional<Yaml.Member> member = primary.own("image");
    if (member.isPresent() && member.get().value() instanceof Yaml.Scalar scalar) {
      String next =
          new ImageText(
                  primary.file().path(),
                  scalar.value(),
                  installation.present().image(),
                  plan.service())
              .naming(plan.image().get());
      if (!next.equals(scalar.value())) {
        primary.set(scalar, next);
      }
    } else if (!installation.present().image().equals(plan.image())) {
      throw primary.refusal("its service " + installation.service() + " names no image here");
    }
  }

  /** Has the service extend another one, or none; says which it extends afterwards. */
  private Optional<ComposeExtension> extend(Optional<ComposeExtension> extension, Wanted wanted) {
    if (extension.isEmpty()) {
      return Optional.empty();
    }
    ComposeExtension now = extension.get();
    ComposeService service =
        services.values().stream()
            .filter(each -> each.read("extends").isPresent())
            .findFirst()
            .orElseThrow();
    Yaml.Member member = service.own("extends").orElseThrow();
    Optional<String> next = now.service(plan, wanted);
    if (next.isEmpty()) {
      service.remove(member);
      advice.add(
          service.file().path()
              + " no longer extends "
              + now.file().getFileName()
              + ": it has no service that gives exactly what is planned, so that stands in the"
              + " service itself");
      return Optional.empty();
    }
    if (!next.get().equals(now.now())
        && member.value().at("service").orElseThrow() instanceof Yaml.Scalar scalar) {
      service.set(scalar, next.get());
      advice.add(
          service.file().path()
              + " extends "
              + next.get()
              + " of "
              + now.file().getFileName()
              + " instead of "
              + now.now());
    }
    return Optional.of(new ComposeExtension(now.file(), now.text(), next.get()));
  }

  private void access(ComposeService primary, Wanted wanted, Optional<ComposeExtension> extended) {
    boolean given = extended.filter(ComposeExtension::accelerates).isPresent();
    List<String> devices = given ? List.of() : devices();
    List<String> reserved = given ? List.of() : ComposeReservations.wanted(plan);
    List<String> groups = new ArrayList<>(wanted.groups());
    List<String> security = new ArrayList<>(plan.access().security());
    extended.ifPresent(it -> {
      groups.removeAll(it.texts(it.now(), "group_add"));
      security.removeAll(it.texts(it.now(), "security_opt"));
    });
    for (ComposeService each : services.values()) {
      each.dropItems(
          "devices",
          item -> Accelerators.device(item) && !devices.contains(Accelerators.outside(item)));
      each.dropItems("group_add", wanted::dropsGroup);
      each.dropItems("security_opt", item -> wanted.dropsSecurity(item) && !keepsLabel(item));
      new ComposeReservations(each).become(each == primary ? reserved : List.of());
      if (!wanted.accelerates() && runtime(each).isPresent()) {
        each.own("runtime").ifPresent(each::remove);
      }
    }
    primary.addItems("devices", missing("devices", devices), Yaml.Style.PLAIN);
    primary.addItems("group_add", missing("group_add", groups), Yaml.Style.DOUBLE);
    primary.addItems("security_opt", missing("security_opt", security), Yaml.Style.PLAIN);
  }

  /** A label is also switched off for mounted folders: then it stays off. */
  private boolean keepsLabel(String option) {
    return option.startsWith("label")
        && installation.present().mounts().stream().anyMatch(mount -> !mount.volume());
  }

  private List<String> devices() {
    List<String> devices = new ArrayList<>(plan.access().nodes());
    if (plan.engine() != Engine.DOCKER) {
      devices.addAll(plan.access().cdi());
    }
    return devices;
  }

  /** What no file says yet. */
  private List<String> missing(String key, List<String> wanted) {
    List<String> there =
        services.values().stream()
            .flatMap(each -> each.texts(key).stream())
            .map(item -> key.equals("devices") ? Accelerators.outside(item) : item)
            .map(item -> key.equals("security_opt") ? item.replace(':', '=') : item)
            .toList();
    return wanted.stream().filter(each -> !there.contains(each)).toList();
  }

  private void variables(ComposeService primary, Wanted wanted) {
    for (ComposeService each : services.values()) {
      ComposeVariables here = new ComposeVariables(each);
      here.names().stream().filter(wanted::dropsVariable).forEach(here::remove);
    }
    for (Variable variable : plan.environment()) {
      if (!wanted.has(variable)) {
        ComposeService place =
            services.values().stream()
                .filter(each -> new ComposeVariables(each).names().contains(variable.name()))
                .reduce((_, last) -> last)
                .orElse(primary);
        new ComposeVariables(place).set(variable);
      }
    }
  }

  private void mounts(ComposeService primary, Wanted wanted) {
    for (ComposeService each : services.values()) {
      each.dropItems("volumes", item -> wanted.dropsMount(ComposeVolumes.target(item)));
    }
    List<Mount> mounts = wanted.mounts();
    primary.addItems(
        "volumes", mounts.stream().map(ComposeVolumes::written).toList(), Yaml.Style.PLAIN);
    for (Mount mount : mounts) {
      boolean declared =
          services.values().stream()
              .anyMatch(each ->
                  each.file()
                      .root()
                      .at("volumes")
                      .flatMap(all ->
                          all instanceof Yaml.Members members
                              ? members.find(mount.source())
                              : Optional.empty())
                      .isPresent());
      if (mount.volume() && !declared) {
        primary.become(ComposeVolumes.declaring(primary, mount.source()));
      }
    }
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    services.forEach((path, service) -> {
      String before = texts.getOrDefault(path, "");
      if (!before.equals(service.file().text())) {
        if (!Untouched.elsewhere(
            ComposeText.parse(path, before), service.file(), installation.service())) {
          throw service.refusal("something else in it would have changed too");
        }
        changes.add(new Change.Text(path, Optional.of(before), service.file().text()));
      }
    });
    return changes;
  }
}
