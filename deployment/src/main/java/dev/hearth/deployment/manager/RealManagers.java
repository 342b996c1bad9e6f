package dev.hearth.deployment.manager;

import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Account;
import java.util.function.Supplier;

/** Podman, Docker and systemd as they are on this machine. */
public final class RealManagers implements Managers {
  private final Programs programs;
  private final PageProbe pages = new PageProbe();
  private final Containers podman;
  private final Containers rootPodman;
  private final Containers docker;

  /**
   * The managers of this machine.
   *
   * @param runner starts their programs
   * @param machine this machine, looked at anew each time: one remembers what it has read
   * @param account who asks
   * @param privilege what may be run as root
   */
  public RealManagers(
      CommandRunner runner, Supplier<Machine> machine, Account account, Privilege privilege) {
    this.programs = new Programs(runner, machine, account, privilege);
    this.podman = Containers.podman(programs, false);
    this.rootPodman = Containers.podman(programs, true);
    this.docker = Containers.docker(programs);
  }

  @Override
  public Manager of(Target target) {
    return switch (target) {
      case Target.QuadletUnit(String unit, String container, boolean user) ->
          new QuadletManager(
              new Systemd(programs, unit, user),
              user ? podman : rootPodman,
              new Generator(programs, unit, user),
              pages,
              container);
      case Target.ComposeService service ->
          new ComposeManager(docker, new ComposeProgram(programs), pages, service);
      case Target.Unit unit -> unit(unit);
    };
  }

  /** A unit's manager, which also tells the environment its program runs in. */
  public UnitManager unit(Target.Unit target) {
    return new UnitManager(
        programs, new Systemd(programs, target.unit(), target.user()), pages, this::anyImages);
  }

  /** How large an image is for who runs this target; asks its registry. */
  public Reading<ImageSizes> sizes(Target target, String image) {
    return images(target).sizes(image);
  }

  /** Where the images for this target lie. */
  public Reading<String> store(Target target) {
    return images(target).store();
  }

  /** Room on the disk where the images for this target lie. */
  public Reading<DiskSpace> room(Target target) {
    return images(target).room();
  }

  private Images images(Target target) {
    return switch (target) {
      case Target.QuadletUnit quadlet -> (quadlet.user() ? podman : rootPodman).images();
      case Target.ComposeService _ -> docker.images();
      case Target.Unit _ -> anyImages();
    };
  }

  /** A native program's libraries come out of an image, whichever engine fetches it. */
  private Images anyImages() {
    Machine machine = programs.machine();
    if (machine.program("podman").isPresent()) {
      return podman.images();
    }
    if (machine.program("docker").isPresent()) {
      return docker.images();
    }
    throw new ProblemException(
        Problem.Kind.NOT_FOUND,
        "There is neither Podman nor Docker to fetch an image with",
        "Install one: sudo apt install podman");
  }
}
