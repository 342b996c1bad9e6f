package dev.hearth.deployment.site;

import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.host.Account;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where services are set up on one machine. It only looks. */
public final class Site {
  private static final String PROJECT = "com.docker.compose.project";
  private static final String UNIT = "PODMAN_SYSTEMD_UNIT";

  private final Account account;
  private final Texts texts;
  private final Quadlets quadlets;
  private final Containers containers;
  private final ComposeProjects projects;
  private final Units units;
  private final Machine machine;

  /**
   * A site.
   *
   * @param account who looks: one without root sees its own containers and units besides the
   *     system's
   */
  public Site(Machine machine, Account account, CommandRunner runner) {
    Optional<String> home = account.home().asOptional();
    this.machine = machine;
    this.account = account;
    this.texts = new Texts(machine);
    this.quadlets = new Quadlets(texts, account);
    this.containers = new Containers(machine, runner);
    this.projects = new ComposeProjects(texts, home.orElse("~"));
    this.units = new Units(machine, runner, home.map(Path::of));
  }

  /** The installations of a service. */
  public static List<Installation> find(
      Machine machine, Account account, CommandRunner runner, ServiceDescription service) {
    return new Site(machine, account, runner).look(Sought.of(service)).installations();
  }

  /** The installations of a service, and what else runs it. */
  public Found look(Sought sought) {
    List<Problem> others = new ArrayList<>();
    List<Installation.Quadlet> byQuadlet = quadlets.find(sought);
    List<Installation> found = new ArrayList<>(byQuadlet);
    Set<String> unitNames = new HashSet<>();
    byQuadlet.forEach(each -> unitNames.add(each.unit()));
    Set<ComposeProjects.Service> seen = new HashSet<>();
    for (Container each : containers.find(sought, others::add)) {
      Optional<ComposeProjects.Service> service = service(each);
      Optional<String> unit = each.label(UNIT);
      if (service.isPresent()) {
        if (seen.add(service.get())) {
          compose(service.get(), each, found, others);
        }
      } else if (unit.isEmpty() || !unitNames.contains(unit.get())) {
        others.add(byHand(each, unit, sought));
      }
    }
    found.addAll(programs(sought));
    return new Found(found, others);
  }

  private List<Installation> programs(Sought sought) {
    List<Installation> found = new ArrayList<>();
    if (sought.service().supervisors().contains(Supervisor.SYSTEMD)) {
      String unit = sought.service().id() + ".service";
      units.find(unit, false).ifPresent(found::add);
      if (!account.isRoot()) {
        units.find(unit, true).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The service of a project that a container belongs to. */
  static Optional<ComposeProjects.Service> service(Container container) {
    Optional<String> project = container.label(PROJECT);
    Optional<String> service = container.label("com.docker.compose.service");
    Optional<String> files =
        container.label(PROJECT + ".config_files").filter(path -> path.indexOf('\0') < 0);
    Optional<String> folder =
        container
            .label(PROJECT + ".working_dir")
            .filter(path -> path.startsWith("/"))
            .filter(path -> path.indexOf('\0') < 0);
    if (project.isEmpty() || service.isEmpty() || files.isEmpty() || folder.isEmpty()) {
      return Optional.empty();
    }
    Path base = Path.of(folder.get());
    List<Path> paths = new ArrayList<>();
    for (String file : files.get().split(",", -1)) {
      paths.add(base.resolve(file.strip()).normalize());
    }
    return Optional.of(new ComposeProjects.Service(paths, project.get(), service.get(), base));
  }

  private void compose(
      ComposeProjects.Service service,
      Container container,
      List<Installation> found,
      List<Problem> others) {
    try {
      found.add(projects.read(service, runner(container.engine()), Optional.of(container.image())));
    } catch (ProblemException unreadable) {
      others.add(
          new Problem(
              unreadable.problem().kind(),
              "The container "
                  + container.name()
                  + " belongs to the Compose project "
                  + service.project()
                  + ", whose file cannot be edited",
              unreadable.problem().what(),
              "Name the file: --file PATH; or where Portainer or Unraid keeps it, paste what"
                  + " `hearth render --as compose-inline` writes"));
    }
  }

  private ComposeProjects.Runner runner(Engine engine) {
    boolean rootless = engine == Engine.PODMAN ? !account.isRoot() : containers.rootlessDocker();
    return new ComposeProjects.Runner(engine, rootless);
  }

  private static Problem byHand(Container container, Optional<String> unit, Sought sought) {
    String engine = container.engine().key();
    return new Problem(
        Problem.Kind.UNPROCESSABLE,
        "The container "
            + container.name()
            + " runs "
            + container.image()
            + unit.map(name -> ", started by " + name + ", which no Quadlet here makes")
                .orElse(", started by hand: no file says how"),
        engine + " container inspect " + container.name(),
        "Remove it ("
            + unit.map(name -> "systemctl disable --now " + name + "; ").orElse("")
            + engine
            + " rm --force "
            + container.name()
            + "), then: hearth up "
            + sought.service().id()
            + "; or name the file it comes from: --file PATH");
  }

  /**
   * The installation that a file is, which the user names.
   *
   * @throws ProblemException where the file is none, with the reason
   */
  public Installation named(Path file, Sought sought) {
    Path path = file.toAbsolutePath().normalize();
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(".container")) {
      return quadlets
          .read(path, user(path))
          .orElseThrow(() -> none(path, "it cannot be read as a Quadlet"));
    }
    if (name.endsWith(".service")) {
      return units
          .find(name, user(path))
          .orElseThrow(
              () -> none(path, "systemd knows no such unit, or it only starts a container"));
    }
    if (!name.matches(".*\\.ya?ml")) {
      throw none(path, "it is neither .container nor .yml nor .service");
    }
    List<ComposeProjects.Service> services = projects.in(path, sought);
    if (services.size() != 1) {
      throw none(
          path,
          services.isEmpty()
              ? "none of its services runs an image of " + sought.service().title()
              : "several of its services do: "
                  + String.join(
                      ", ", services.stream().map(ComposeProjects.Service::service).toList()));
    }
    Engine engine = machine.program("docker").isPresent() ? Engine.DOCKER : Engine.PODMAN;
    return projects.read(services.getFirst(), runner(engine), Optional.empty());
  }

  private boolean user(Path path) {
    boolean ofUsers = path.startsWith("/etc/containers/systemd/users");
    boolean ofSystem = path.startsWith("/etc") || path.startsWith("/usr");
    return !account.isRoot() && (ofUsers || !ofSystem);
  }

  private static ProblemException none(Path path, String why) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNPROCESSABLE,
            path + " is no installation of the service",
            why,
            "Name its Quadlet, its compose file or its unit; or the image it runs: --image NAME"));
  }

  /** The texts that an edit of an installation has to see: its files, and what lies beside them. */
  public Map<Path, String> texts(Installation installation) {
    List<Path> paths = new ArrayList<>(installation.files());
    switch (installation) {
      case Installation.Quadlet quadlet -> paths.addAll(quadlets.dropIns(quadlet.file()));
      case Installation.Compose compose -> paths.addAll(projects.extended(compose));
      case Installation.Unit unit -> {
        paths.addAll(texts.dropIns(unit.dropIns()));
        unit.fragment()
            .map(path -> path.resolveSibling(path.getFileName() + ".d"))
            .filter(folder -> !folder.equals(unit.dropIns()))
            .ifPresent(folder -> paths.addAll(texts.dropIns(folder)));
      }
    }
    return texts.all(paths);
  }
}
