package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Engines.Docker;
import dev.hearth.machine.host.Host;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.remedy.Remedies;
import dev.hearth.planning.remedy.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Docker by Compose: the daemon, and how it hands devices on. */
final class ComposeRules implements SupervisorRules {
  private static final About DOCKER = About.area("docker");
  private static final String DOCS = "Docker docs: Linux post-installation steps";
  private static final String GROUPS =
      "Docker docs: compose group_add; Ollama docs: troubleshooting";

  @Override
  public Supervisor supervisor() {
    return Supervisor.COMPOSE;
  }

  @Override
  public boolean present(Host host) {
    return host.engines().docker().asOptional().isPresent();
  }

  /** Whether the daemon runs as root on this machine itself, and this user may ask it. */
  static boolean daemonIsRoot(Host host) {
    return host.engines()
        .docker()
        .asOptional()
        .filter(docker -> !no(docker.running()) && !no(docker.access()))
        .filter(docker -> !yes(docker.rootless()) && !yes(docker.desktop()))
        .isPresent();
  }

  private static boolean yes(Reading<Boolean> reading) {
    return reading.orElse(false);
  }

  private static boolean no(Reading<Boolean> reading) {
    return !reading.orElse(true);
  }

  @Override
  public List<Finding> examine(Host host, Remedies remedies) {
    Optional<Docker> installed = host.engines().docker().asOptional();
    if (installed.isEmpty()) {
      return List.of(
          DOCKER
              .skip("present", "Docker is not installed")
              .because(Evidence.of(host.engines().docker()))
              .source(DOCS));
    }
    Docker docker = installed.get();
    return List.of(
        DOCKER.pass("present", "Docker is installed").because(docker.path()).source(DOCS),
        running(docker, remedies),
        access(docker, host, remedies),
        compose(docker, remedies));
  }

  private static Finding running(Docker docker, Remedies remedies) {
    return switch (docker.running()) {
      case Reading.Known<Boolean>(Boolean on) when on ->
          DOCKER
              .pass("running", "Docker's daemon runs")
              .because("its socket is there; " + Evidence.of("version", docker.version()))
              .source(DOCS);
      case Reading.Known<Boolean> _ ->
          DOCKER
              .fail("running", "Docker's daemon does not run")
              .because("its socket is not there")
              .remedy(remedies.startService("docker"))
              .source(DOCS);
      case Reading.Unknown<Boolean>(String reason) ->
          DOCKER
              .skip("running", "whether Docker's daemon runs is not known")
              .because(reason)
              .source(DOCS);
    };
  }

  private static Finding access(Docker docker, Host host, Remedies remedies) {
    return switch (docker.access()) {
      case Reading.Known<Boolean>(Boolean may) when may ->
          DOCKER.pass("access", "you may use Docker").because("its socket opens").source(DOCS);
      case Reading.Known<Boolean> _ ->
          DOCKER
              .fail("access", "you may not use Docker")
              .because("its socket does not open for you")
              .remedy(
                  onDisk(host)
                      ? remedies.loginAgain()
                      : Remedies.remark(
                          remedies.joinNamed("docker"), "its members are as good as root"))
              .source(DOCS);
      case Reading.Unknown<Boolean>(String reason) ->
          DOCKER
              .skip("access", "whether you may use Docker is not known")
              .because(reason)
              .source(DOCS);
    };
  }

  /** Distributions ship it apart from the daemon; Docker Desktop always has it. */
  private static Finding compose(Docker docker, Remedies remedies) {
    String source = "Docker docs: installing the Compose plugin";
    return switch (docker.compose()) {
      case Reading.Known<Boolean>(Boolean there) when there ->
          DOCKER
              .pass("compose", "Compose is installed")
              .because("docker-compose is among Docker's plugins, or a program")
              .source(source);
      case Reading.Known<Boolean> _ when !yes(docker.desktop()) ->
          DOCKER
              .fail("compose", "Docker is here without Compose")
              .because("docker-compose is neither among Docker's plugins nor a program")
              .remedy(
                  Remedies.remark(
                      remedies.install(Software.COMPOSE),
                      "where Docker is from its own repository: docker-compose-plugin"))
              .source(source);
      case Reading.Known<Boolean> _ ->
          DOCKER
              .skip("compose", "whether Docker Desktop has Compose is not known")
              .because("its plugin is not where it usually is")
              .source(source);
      case Reading.Unknown<Boolean>(String reason) ->
          DOCKER
              .skip("compose", "whether Compose is there is not known")
              .because(reason)
              .source(source);
    };
  }

  private static boolean onDisk(Host host) {
    return host.account()
        .group("docker")
        .filter(group -> host.account().groupsOnDisk().orElse(Set.of()).contains(group.gid()))
        .isPresent();
  }

  @Override
  public List<Finding> devices(Case examined, Accelerator accelerator, List<DeviceNode> nodes) {
    Docker docker = examined.host().engines().docker().asOptional().orElseThrow();
    Backend backend = examined.support().backend();
    List<Finding> findings = new ArrayList<>();
    if (yes(docker.desktop())) {
      findings.add(desktop(examined, backend));
    } else {
      groups(examined, docker, nodes).ifPresent(findings::add);
    }
    if (CdiRules.wanted(examined, accelerator)) {
      findings.addAll(DockerNvidiaRules.examine(examined, accelerator, docker));
    }
    if (backend == Backend.RKNN) {
      findings.add(
          DOCKER
              .warn("rknn-paths", "RKNN reads /proc/device-tree, which containers mask")
              .because("/proc/device-tree/compatible")
              .remedy(
                  "In the compose file: security_opt: [systempaths=unconfined, apparmor=unconfined]")
              .source("Immich: docker/hwaccel.ml.yml"));
    }
    return findings;
  }

  private static Finding desktop(Case examined, Backend backend) {
    String source = "Docker docs: GPU support in Docker Desktop";
    String evidence = "the daemon is Docker Desktop's, which runs in a virtual machine";
    if (backend == Backend.CUDA && examined.system().wsl()) {
      return DOCKER
          .pass("desktop-cuda", "Docker Desktop hands NVIDIA GPUs on by --gpus all")
          .because(evidence)
          .source(source);
    }
    String wsl = examined.system().wsl() ? "; its --gpus all is for NVIDIA GPUs only" : "";
    return DOCKER
        .fail(
            "desktop-" + backend.key(),
            "Docker Desktop's virtual machine has none of this machine's device nodes" + wsl)
        .because(evidence)
        .remedy(elsewhere(examined))
        .source(source);
  }

  /** An engine within WSL2 would have no device nodes either. */
  private static String elsewhere(Case examined) {
    if (!examined.system().wsl()) {
      return "Install Docker Engine or Podman on the machine itself, or use the CPU";
    }
    return "Run it under Linux itself, or on the CPU here"
        + (examined.service().id().equals("ollama") ? ", or take Ollama for Windows" : "");
  }

  private static Optional<Finding> groups(Case examined, Docker docker, List<DeviceNode> nodes) {
    Set<Integer> gids = Gate.groups(nodes);
    if (gids.isEmpty()) {
      return Optional.empty();
    }
    String listed =
        gids.stream()
            .map(gid -> Evidence.group(gid, examined.account()))
            .collect(Collectors.joining(", "));
    if (yes(docker.rootless())) {
      return Optional.of(
          DOCKER
              .fail("rootless-groups", "rootless Docker cannot hand your groups to a container")
              .because("groups of the nodes: " + listed)
              .remedy("Use rootful Docker, or rootless Podman, which can")
              .source("Docker docs: rootless mode, known limitations"));
    }
    String numbers = gids.stream().map(gid -> "\"" + gid + "\"").collect(Collectors.joining(", "));
    return Optional.of(
        DOCKER
            .warn(
                "numeric-groups", "a container that is not root needs the nodes' groups by number")
            .because("groups of the nodes: " + listed + "; names are looked up in the image")
            .remedy("In the compose file: group_add: [" + numbers + "]")
            .source(GROUPS));
  }
}
