package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/**
 * Which Docker there is, as its files tell. The user's ~/.docker/config.json, which would name the
 * context, is not read: it holds passwords, and all that is read goes into captures.
 */
final class DockerSite {
  private static final String SOCKET = "/var/run/docker.sock";
  private static final String DATA_ROOT = "/var/lib/docker";

  private static final String COMPOSE_PLUGIN = "/docker-compose";

  /** Where Docker's client looks for plugins, beside the user's own folder. */
  private static final List<String> PLUGINS =
      List.of(
          "/usr/libexec/docker/cli-plugins",
          "/usr/lib/docker/cli-plugins",
          "/usr/local/lib/docker/cli-plugins",
          "/usr/local/libexec/docker/cli-plugins",
          "/run/current-system/sw/libexec/docker/cli-plugins",
          "/snap/docker/current/usr/libexec/docker/cli-plugins");

  /** Which daemon answers first. */
  enum Kind {
    ROOTFUL,
    ROOTLESS,
    DESKTOP
  }

  private final Machine machine;
  private final Account account;
  private final Kind kind;

  private DockerSite(Machine machine, Account account, Kind kind) {
    this.machine = machine;
    this.account = account;
    this.kind = kind;
  }

  static DockerSite of(Machine machine, Account account) {
    return new DockerSite(machine, account, kind(machine, account));
  }

  private static Kind kind(Machine machine, Account account) {
    // In WSL2 its socket is the usual one, and only the link of its programs tells.
    if (machine.exists("/mnt/wsl/docker-desktop")) {
      return Kind.DESKTOP;
    }
    if (machine.exists(SOCKET)) {
      return Kind.ROOTFUL;
    }
    if (desktopSocket(account).filter(machine::exists).isPresent()) {
      return Kind.DESKTOP;
    }
    return runFile(account, "docker.sock").filter(machine::exists).isPresent()
        ? Kind.ROOTLESS
        : Kind.ROOTFUL;
  }

  private static Optional<String> desktopSocket(Account account) {
    return account.home().asOptional().map(home -> home + "/.docker/desktop/docker.sock");
  }

  private static Optional<String> runFile(Account account, String name) {
    return account
        .uid()
        .asOptional()
        .map(uid -> "/run/user/" + Integer.toUnsignedString(uid) + "/" + name);
  }

  Kind kind() {
    return kind;
  }

  /** Whether the daemon lives in Docker Desktop's virtual machine. */
  Reading<Boolean> desktop() {
    return kind == Kind.ROOTFUL && desktopSocket(account).filter(machine::exists).isPresent()
        ? Reading.unknown("both an engine and Docker Desktop run, and the context decides")
        : Reading.known(kind == Kind.DESKTOP);
  }

  /** The socket of the daemon. */
  String socket() {
    return switch (kind) {
      case ROOTFUL -> SOCKET;
      case ROOTLESS -> runFile(account, "docker.sock").orElse(SOCKET);
      case DESKTOP -> desktopSocket(account).filter(machine::exists).orElse(SOCKET);
    };
  }

  /**
   * Whether the daemon runs now: asking it where only its socket is there would have systemd start
   * it. Docker Desktop's socket is there only while it runs.
   */
  boolean running() {
    return switch (kind) {
      case DESKTOP -> machine.exists(socket());
      case ROOTLESS -> runFile(account, "docker.pid").filter(machine::exists).isPresent();
      case ROOTFUL ->
          machine.exists(SOCKET)
              && (machine.exists("/var/run/docker.pid")
                  || machine.exists("/var/snap/docker/current/run/docker.pid"));
    };
  }

  /** Whether {@code docker} is only another name of Podman, as package podman-docker makes it. */
  boolean isPodman(String program) {
    if (machine.targetName(program).orElse("").equals("podman")) {
      return true;
    }
    return machine.program("dockerd").isEmpty()
        && machine.program("podman").isPresent()
        && (machine.exists("/usr/lib/tmpfiles.d/podman-docker.conf")
            || machine.targetName(SOCKET).orElse("").equals("podman.sock"));
  }

  /** The daemon's settings; unknown for Docker Desktop, whose daemon reads those of its machine. */
  Reading<DockerSettings> settings() {
    return switch (kind) {
      case DESKTOP -> Reading.unknown("Docker Desktop keeps its settings in its virtual machine");
      case ROOTFUL ->
          DockerSettings.read(
              machine,
              snap() ? "/var/snap/docker/current/config/daemon.json" : "/etc/docker/daemon.json");
      case ROOTLESS ->
          account
              .home()
              .flatMap(home -> DockerSettings.read(machine, home + "/.config/docker/daemon.json"));
    };
  }

  /** Where images and volumes lie; empty where that is within Docker Desktop's virtual machine. */
  Optional<String> dataRoot() {
    Optional<String> said = settings().asOptional().flatMap(DockerSettings::dataRoot);
    return switch (kind) {
      case DESKTOP -> Optional.empty();
      case ROOTFUL ->
          said.or(() -> Optional.of(snap() ? "/var/snap/docker/common/var-lib-docker" : DATA_ROOT));
      case ROOTLESS ->
          said.or(() -> account.home().asOptional().map(home -> home + "/.local/share/docker"));
    };
  }

  /**
   * Whether Compose is there: distributions and Docker's own packages ship it apart from the
   * daemon. By its files alone; the program of version 1 counts, too.
   */
  Reading<Boolean> compose() {
    for (String folder : PLUGINS) {
      if (machine.exists(folder + COMPOSE_PLUGIN)) {
        return Reading.known(true);
      }
    }
    if (machine.program("docker-compose").isPresent()) {
      return Reading.known(true);
    }
    return account
        .home()
        .map(home -> machine.exists(home + "/.docker/cli-plugins" + COMPOSE_PLUGIN));
  }

  private boolean snap() {
    return machine.program("docker").filter(path -> path.startsWith("/snap/")).isPresent();
  }
}
