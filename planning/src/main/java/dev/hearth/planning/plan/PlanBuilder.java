package dev.hearth.planning.plan;

import dev.hearth.planning.service.Advice;
import dev.hearth.planning.service.Extra;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.KnownImage;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a plan together, once it is chosen where the service runs. */
final class PlanBuilder {
  private final Situation here;
  private final Question question;
  private final Operation operation;
  private final Release release;
  private final List<Choice> choices = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();

  private PlanBuilder(Situation here, Release release, List<Choice> chosen) {
    this.here = here;
    this.question = here.question();
    this.operation = question.operation();
    this.release = release;
    this.choices.addAll(chosen);
  }

  static Plan build(Situation here, Release release, List<Choice> chosen) {
    return new PlanBuilder(here, release, chosen).build();
  }

  private Plan build() {
    Optional<String> image = here.container() ? image() : Optional.empty();
    AccessChoice access = AccessChoice.of(here);
    choices.addAll(access.choices());
    Ports ports = Ports.of(here);
    EnvironmentChoice environment = EnvironmentChoice.of(here, ports);
    choices.addAll(environment.choices());
    choices.add(MemoryChoice.choice(here));
    advice.addAll(environment.advice());
    advice();
    return new Plan(
        question.service(),
        name(),
        here.supervisor(),
        here.engine(),
        here.rootless(),
        here.backend(),
        here.accelerators().stream().map(each -> each.id()).toList(),
        image,
        image.flatMap(_ -> imageBytes()),
        access.access(),
        environment.variables(),
        here.hostNetwork(),
        ports.handedOn(),
        here.container() ? mounts() : List.of(),
        here.wish().memoryBytes(),
        health(ports),
        choices,
        advice);
  }

  private String name() {
    Optional<String> program = here.container() ? Optional.empty() : operation.unit();
    return here.wish()
        .name()
        .or(() -> question.present().map(Present::name))
        .or(() -> program)
        .orElse(operation.name());
  }

  private Optional<String> image() {
    Optional<String> image = release.image(question.service(), here.backend());
    Optional<KnownImage> built =
        operation.image(here.backend()).filter(it -> it.image().isPresent());
    image.ifPresent(name ->
        choices.add(
            new Choice(
                "image",
                name,
                built
                    .filter(_ -> release.whole().isEmpty())
                    .map(it ->
                        "built on this machine"
                            + it.base().map(base -> ", from " + base).orElse(""))
                    .orElse(release.reason()),
                "--image NAME, or --image :TAG")));
    variant()
        .ifPresent(name ->
            choices.add(new Choice("variant", name, "so its makers call it under WSL2", "")));
    return image;
  }

  private Optional<String> variant() {
    return extras().stream().flatMap(each -> each.variant().stream()).findFirst();
  }

  /** Only of the backends' own images is the size known. */
  private Optional<Long> imageBytes() {
    if (release.whole().isPresent()) {
      return Optional.empty();
    }
    return operation
        .image(here.backend())
        .flatMap(KnownImage::bytes)
        .or(() ->
            question
                .service()
                .on(here.backend())
                .flatMap(it -> it.requirements().diskBytes())
                .map(it -> it.value()));
  }

  private List<Extra> extras() {
    return operation.extras().stream()
        .filter(each -> each.where().holds(here.circumstances()))
        .toList();
  }

  private List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>(kept());
    for (Extra extra : extras()) {
      extra.paths().forEach(path -> add(mounts, path));
      extra.pathsThere().stream()
          .filter(path -> Firmware.there(here, path))
          .forEach(path -> add(mounts, path));
    }
    return mounts;
  }

  private static void add(List<Mount> mounts, String path) {
    if (mounts.stream().noneMatch(each -> each.target().equals(path))) {
      mounts.add(new Mount(path, path, true));
    }
  }

  /** What it has now stays; a service that is new gets its volumes. */
  private List<Mount> kept() {
    Optional<Present> present = question.present();
    if (present.isEmpty() || present.get().engine() == Engine.NONE) {
      return operation.volumes().stream()
          .map(each -> new Mount(each.name(), each.target(), false))
          .toList();
    }
    for (Volume volume : operation.volumes()) {
      if (present.get().mounts().stream().noneMatch(each -> within(volume, each))) {
        advice.add(
            "Nothing keeps "
                + volume.target()
                + " ("
                + volume.keeps()
                + "): every new container fetches it again; mount a volume there");
      }
    }
    return present.get().mounts();
  }

  private static boolean within(Volume volume, Mount mount) {
    return mount.target().equals(volume.target())
        || volume.target().startsWith(mount.target() + "/");
  }

  private Health health(Ports ports) {
    Health health = operation.starts().in(here.circumstances());
    return switch (health.check()) {
      case Health.Http page ->
          new Health(
              new Health.Http(ports.inside(page.port()), page.path()),
              health.interval(),
              health.first(),
              health.later());
      case Health.Run _ -> health;
    };
  }

  private void advice() {
    operation
        .image(here.backend())
        .filter(it -> here.container() && release.whole().isEmpty())
        .ifPresent(this::building);
    SeveralChoice.advice(here).ifPresent(advice::add);
    MemoryChoice.advice(here).ifPresent(advice::add);
    operation.advice().stream()
        .filter(each -> each.where().holds(here.circumstances()))
        .map(Advice::says)
        .forEach(advice::add);
  }

  private void building(KnownImage image) {
    image
        .image()
        .ifPresent(name ->
            advice.add(
                "Build the image first, no registry has it: "
                    + (here.engine() == Engine.DOCKER ? "docker" : "podman")
                    + " build"
                    + image.base().map(base -> " --build-arg BASE=" + base).orElse("")
                    + " -t "
                    + name
                    + " ."));
  }
}
