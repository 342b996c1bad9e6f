package dev.hearth.machine.host;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads what starts containers here: by files, and where asked for, by the programs themselves. */
final class ContainerEngines {
  private static final List<String> KUBERNETES =
      List.of("k3s", "rke2", "k0s", "microk8s", "kubelet");

  private final Machine machine;
  private final Account account;
  private final HostProbe.Depth depth;

  private ContainerEngines(Machine machine, Account account, HostProbe.Depth depth) {
    this.machine = machine;
    this.account = account;
    this.depth = depth;
  }

  static Engines read(Machine machine, Account account, HostProbe.Depth depth) {
    return new ContainerEngines(machine, account, depth).read();
  }

  private Engines read() {
    Reading<String> podman = program("podman");
    Reading<DockerProgram> docker = program("docker").flatMap(this::docker);
    if (depth == HostProbe.Depth.THOROUGH) {
      askAtOnce(podman, docker);
    }
    return new Engines(
        podman.map(this::podman),
        docker.map(DockerProgram::read),
        program("nerdctl"),
        kubernetes(),
        program("nvidia-ctk"));
  }

  private Reading<DockerProgram> docker(String path) {
    DockerSite site = DockerSite.of(machine, account);
    return site.isPodman(path)
        ? Reading.unknown(path + " is Podman under another name")
        : Reading.known(new DockerProgram(machine, path, site, depth));
  }

  /** Programs take their time: they answer side by side, and the machine remembers. */
  private void askAtOnce(Reading<String> podman, Reading<DockerProgram> docker) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      podman.asOptional().ifPresent(_ -> threads.execute(this::podmanVersion));
      docker.asOptional().ifPresent(each -> each.questions().forEach(threads::execute));
    }
  }

  private Engines.Podman podman(String path) {
    PodmanFiles files = new PodmanFiles(machine, account);
    return new Engines.Podman(
        path,
        depth == HostProbe.Depth.QUICK ? Reading.unknown(path + " was not asked") : podmanVersion(),
        account.uid().map(uid -> uid != 0),
        files.runtime(),
        subordinateIds());
  }

  private Reading<String> podmanVersion() {
    return machine.output("podman", "--version").flatMap(ContainerEngines::parsePodmanVersion);
  }

  /** The version in {@code podman version 5.4.2}. */
  static Reading<String> parsePodmanVersion(Finished finished) {
    return versionAfter("podman version ", finished);
  }

  /** The version that follows some words on the first line, to the next blank or comma. */
  static Reading<String> versionAfter(String words, Finished finished) {
    String text = finished.stdout().strip();
    if (finished.succeeded() && text.startsWith(words)) {
      int end = words.length();
      while (end < text.length()
          && text.charAt(end) != ','
          && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      if (end > words.length()) {
        return Reading.known(text.substring(words.length(), end));
      }
    }
    return Reading.unknown("it prints no version (exit code " + finished.exitCode() + ")");
  }

  private Reading<Boolean> subordinateIds() {
    return account
        .uid()
        .flatMap(uid ->
            range("/etc/subuid", uid)
                .flatMap(users -> range("/etc/subgid", uid).map(groups -> users && groups)));
  }

  private Reading<Boolean> range(String path, int uid) {
    String name = account.name().orElse("");
    return machine.exists(path)
        ? machine.text(path).map(text -> UserDatabase.hasRange(text, name, uid))
        : Reading.known(false);
  }

  private Reading<String> program(String name) {
    Optional<String> path = machine.program(name);
    return path.isPresent()
        ? Reading.known(path.get())
        : Reading.unknown(name + " is not where programs usually are");
  }

  private Reading<String> kubernetes() {
    for (String name : KUBERNETES) {
      Optional<String> path = machine.program(name);
      if (path.isPresent()) {
        return Reading.known(path.get());
      }
    }
    return Reading.unknown("none of " + String.join(", ", KUBERNETES) + " is here");
  }
}
