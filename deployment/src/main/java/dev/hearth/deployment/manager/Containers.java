package dev.hearth.deployment.manager;

import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The containers of one engine: Podman, of this user or of root, or Docker. */
final class Containers {
  /** A health command is asked again soon; it may not hold the others up. */
  private static final Duration HEALTH = Duration.ofSeconds(10);

  private static final Duration LOG = Duration.ofMinutes(1);
  private static final int MOST_LINES = 20_000;
  private static final int NOT_RUN = 125;

  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "amd64", "aarch64", "arm64", "riscv64", "riscv64", "ppc64le", "ppc64le");

  private final Programs programs;
  private final String name;
  private final Call.As as;
  private final Images images;

  private Containers(Programs programs, String name, Call.As as) {
    this.programs = programs;
    this.name = name;
    this.as = as;
    this.images = new Images(this);
  }

  static Containers podman(Programs programs, boolean root) {
    return new Containers(programs, "podman", root ? Call.As.ROOT : Call.As.SESSION);
  }

  static Containers docker(Programs programs) {
    return new Containers(programs, "docker", Call.As.DOCKER);
  }

  String name() {
    return name;
  }

  boolean podman() {
    return name.equals("podman");
  }

  /** Whether this user's own processes reach what the engine does. */
  boolean ours() {
    return as != Call.As.ROOT;
  }

  Programs programs() {
    return programs;
  }

  Images images() {
    return images;
  }

  Call call(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of(name));
    argv.addAll(arguments);
    return Call.brief(as, argv);
  }

  Finished ask(String... arguments) {
    return ask(call(List.of(arguments)));
  }

  Finished ask(Call call) {
    return programs.ask(call);
  }

  Finished ask(Call call, Consumer<String> lines) {
    return programs.ask(call, lines);
  }

  Finished skopeo(String image, Duration deadline) {
    List<String> argv = List.of("skopeo", "inspect", "--no-tags", image);
    return programs.ask(Call.brief(Call.As.USER, argv).within(deadline));
  }

  ProblemException failed(Finished finished, String what) {
    return Programs.failed(
        finished, what, "See how it is: " + programs.typed(call(List.of("info"))));
  }

  Reading<DiskSpace> disk(String path) {
    return programs.machine().disk(path);
  }

  /** This machine's processor, as images call it. */
  String architecture() {
    Finished finished = programs.ask(Call.brief(Call.As.USER, List.of("uname", "-m")));
    String processor = finished.stdout().strip();
    return ARCHITECTURES.getOrDefault(processor, processor);
  }

  /** One container; empty where there is none of that name. */
  Optional<ContainerState> inspect(String container) {
    Finished finished = ask("container", "inspect", container);
    if (finished.succeeded()) {
      return ContainerState.parse(finished.stdout());
    }
    String said = finished.stderr().toLowerCase(Locale.ROOT);
    if (said.contains("no such container")) {
      return Optional.empty();
    }
    throw failed(finished, name + " does not tell of the container " + container);
  }

  /** Runs a program inside, as a question for health. */
  Optional<String> trouble(String container, List<String> argv) {
    List<String> arguments = new ArrayList<>(List.of("exec", container));
    arguments.addAll(argv);
    return ended(programs, call(arguments).within(HEALTH), String.join(" ", argv));
  }

  /** What is wrong where a program does not end with 0. */
  static Optional<String> ended(Programs programs, Call call, String shown) {
    try {
      Finished finished = programs.ask(call.within(HEALTH));
      return finished.succeeded()
          ? Optional.empty()
          : Optional.of(
              "`" + shown + "` ended with " + finished.exitCode() + ": " + Said.of(finished));
    } catch (ProblemException failed) {
      if (failed.problem().kind() == Problem.Kind.TIMED_OUT) {
        return Optional.of("`" + shown + "` did not end within " + HEALTH.toSeconds() + " s");
      }
      throw failed;
    }
  }

  List<String> log(String container, Instant since) {
    Call call =
        call(
            List.of(
                "logs",
                "--timestamps",
                "--since",
                since.toString(),
                "--tail",
                String.valueOf(MOST_LINES),
                container));
    Finished finished = ask(call.within(LOG));
    return finished.succeeded() ? TimedLines.merged(finished) : List.of();
  }

  /** What a running container sees of these nodes, by the best witness there is. */
  List<String> devicesInside(String container, List<String> nodes) {
    ContainerState inspected =
        inspect(container)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND,
                    "There is no container " + container,
                    "See those that are there: " + programs.typed(call(List.of("ps", "--all")))));
    if (inspected.pid().isEmpty()) {
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE,
          "The container " + container + " does not run: " + inspected.state().detail(),
          "See why: " + programs.typed(call(List.of("logs", container))));
    }
    return inspected
        .pid()
        .flatMap(pid -> byProcess(programs.machine(), pid, nodes))
        .or(() -> byTest(container, nodes))
        .orElseGet(() -> byInspection(inspected, nodes));
  }

  /** The names in a folder of a running container: through its process, else by asking within. */
  List<String> namesInside(String container, String folder) {
    Machine machine = programs.machine();
    Optional<String> root =
        inspect(container)
            .flatMap(ContainerState::pid)
            .map(pid -> "/proc/" + pid + "/root")
            .filter(path -> machine.names(path + "/dev").asOptional().isPresent());
    return root.map(path -> machine.namesOrNone(path + folder))
        .orElseGet(() -> {
          Finished finished = ask("exec", container, "ls", "-A", folder);
          return finished.succeeded() ? finished.stdout().lines().toList() : List.of();
        });
  }

  /** The kernel's own word: the process's view of the file tree, where this user may look. */
  static Optional<List<String>> byProcess(Machine machine, long pid, List<String> nodes) {
    String root = "/proc/" + pid + "/root";
    return machine.names(root + "/dev").asOptional().isEmpty()
        ? Optional.empty()
        : Optional.of(nodes.stream().filter(node -> machine.exists(root + node)).toList());
  }

  private Optional<List<String>> byTest(String container, List<String> nodes) {
    List<String> seen = new ArrayList<>();
    for (String node : nodes) {
      Finished finished = ask("exec", container, "test", "-e", node);
      boolean tested = finished.exitCode() < NOT_RUN && finished.stderr().isBlank();
      if (!tested) {
        return Optional.empty();
      }
      if (finished.succeeded()) {
        seen.add(node);
      }
    }
    return Optional.of(List.copyOf(seen));
  }

  /** What it was given when it started: an engine refuses to start it without. */
  private static List<String> byInspection(ContainerState inspected, List<String> nodes) {
    return nodes.stream()
        .filter(node ->
            inspected.privileged()
                || inspected.devices().stream()
                    .anyMatch(given -> node.equals(given) || node.startsWith(given + "/")))
        .toList();
  }
}
