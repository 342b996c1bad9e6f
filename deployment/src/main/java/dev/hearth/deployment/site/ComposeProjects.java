package dev.hearth.deployment.site;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Interpolation;
import dev.hearth.deployment.compose.ServiceText;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Present;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Projects of Compose, as their files say.
 *
 * @param home that ~ stands for
 */
record ComposeProjects(Texts texts, String home) {
  private static final String NAME = "COMPOSE_PROJECT_NAME";
  private static final List<String> FOUND_BY_COMPOSE =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  /**
   * A service of a project.
   *
   * @param files in Compose's order
   */
  record Service(List<Path> files, String project, String service, Path folder) {
    Service {
      files = List.copyOf(files);
    }
  }

  /** Who runs it. */
  record Runner(Engine engine, boolean rootless) {}

  /**
   * What its files say of a service.
   *
   * @param running the image of its container, for what variables leave open
   * @throws ProblemException where a file is not here, or cannot be read
   */
  Installation.Compose read(Service service, Runner runner, Optional<String> running) {
    ServiceText.Surroundings around =
        new ServiceText.Surroundings(service.folder(), home, values(service.folder()));
    List<ServiceText> said = new ArrayList<>();
    for (Path path : service.files()) {
      ServiceText.of(file(path), service.service(), around).ifPresent(said::add);
    }
    if (said.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          service.files().getFirst() + " has no service " + service.service(),
          "Name the file that has it: --file PATH");
    }
    return new Installation.Compose(
        present(service, runner, said, running),
        service.files(),
        service.project(),
        service.service(),
        service.folder());
  }

  private Present present(
      Service service, Runner runner, List<ServiceText> said, Optional<String> running) {
    Map<String, String> environment = new LinkedHashMap<>();
    Set<Port> ports = new LinkedHashSet<>();
    Map<String, Mount> mounts = new LinkedHashMap<>();
    Optional<String> image = Optional.empty();
    Optional<String> name = Optional.empty();
    for (ServiceText each : said) {
      environment.putAll(each.environment(texts::read));
      ports.addAll(each.ports());
      each.mounts().forEach(mount -> mounts.put(mount.target(), mount));
      image = each.image().or(always(image));
      name = each.text("container_name").or(always(name));
    }
    return new Present(
        name.orElse(service.project() + "-" + service.service() + "-1"),
        Supervisor.COMPOSE,
        runner.engine(),
        runner.rootless(),
        image.or(() -> running),
        environment,
        List.copyOf(ports),
        said.stream().anyMatch(ServiceText::hostNetwork),
        List.copyOf(mounts.values()));
  }

  private static <T> java.util.function.Supplier<Optional<T>> always(Optional<T> value) {
    return () -> value;
  }

  private Interpolation values(Path folder) {
    return new Interpolation(variables(folder));
  }

  private Map<String, String> variables(Path folder) {
    return texts.read(folder.resolve(".env")).map(Interpolation::parseFile).orElse(Map.of());
  }

  private ComposeText file(Path path) {
    return texts
        .read(path)
        .map(text -> ComposeText.parse(path, text))
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.NOT_FOUND,
                path + " is not here, or cannot be read",
                "Look at it: ls -l " + path));
  }

  /** The services of a file whose image is sought, with the file that Compose adds to it. */
  List<Service> in(Path path, Sought sought) {
    Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of("/"));
    ComposeText file = file(path);
    Interpolation values = values(folder);
    List<Path> files = new ArrayList<>(List.of(path));
    overriding(path).filter(it -> texts.read(it).isPresent()).ifPresent(files::add);
    List<Service> services = new ArrayList<>();
    for (Yaml.Member member : file.services()) {
      ServiceText.of(file, member.name(), new ServiceText.Surroundings(folder, home, values))
          .flatMap(ServiceText::image)
          .filter(sought::matches)
          .ifPresent(
              _ -> services.add(new Service(files, project(file, folder), member.name(), folder)));
    }
    return List.copyOf(services);
  }

  /** Compose reads it by itself, where no file is named. */
  private static Optional<Path> overriding(Path path) {
    String name = String.valueOf(path.getFileName());
    return FOUND_BY_COMPOSE.contains(name)
        ? Optional.of(
            path.resolveSibling(
                name.substring(0, name.lastIndexOf('.'))
                    + ".override"
                    + name.substring(name.lastIndexOf('.'))))
        : Optional.empty();
  }

  private String project(ComposeText file, Path folder) {
    return file.root()
        .at("name")
        .flatMap(Yaml::text)
        .flatMap(values(folder)::resolve)
        .or(() -> Optional.ofNullable(variables(folder).get(NAME)))
        .orElseGet(() ->
            String.valueOf(folder.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_-]", ""));
  }

  /** The files that a service of these extends. */
  List<Path> extended(Installation.Compose compose) {
    List<Path> paths = new ArrayList<>();
    for (Path path : compose.files()) {
      texts
          .read(path)
          .flatMap(text -> parsed(path, text))
          .flatMap(file -> file.service(compose.service()))
          .flatMap(service -> service.at(List.of("extends", "file")))
          .flatMap(Yaml::text)
          .filter(name -> name.indexOf('\0') < 0)
          .ifPresent(name -> paths.add(path.resolveSibling(name).normalize()));
    }
    return paths;
  }

  private static Optional<ComposeText> parsed(Path path, String text) {
    try {
      return Optional.of(ComposeText.parse(path, text));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }
}
