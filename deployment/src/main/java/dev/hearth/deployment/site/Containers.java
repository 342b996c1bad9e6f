package dev.hearth.deployment.site;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The containers of Podman and Docker, as these tell. */
record Containers(Machine machine, CommandRunner runner) {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 50;

  /** Those whose image is sought, running or not; an engine that is not here has none. */
  List<Container> find(Sought sought, Consumer<Problem> troubles) {
    Map<String, Container> byId = new LinkedHashMap<>();
    for (Engine engine : List.of(Engine.PODMAN, Engine.DOCKER)) {
      if (machine.program(engine.key()).isPresent()) {
        try {
          // docker may be Podman under another name
          find(engine, sought).forEach(each -> byId.putIfAbsent(each.id(), each));
        } catch (ProblemException silent) {
          troubles.accept(silent.problem());
        }
      }
    }
    return List.copyOf(byId.values());
  }

  private List<Container> find(Engine engine, Sought sought) {
    List<String> ids =
        Container.parseLines(
                output(engine, "ps", "--all", "--no-trunc", "--format", "{{.ID}}\t{{.Image}}"))
            .stream()
            .filter(line -> line.nameless() || sought.matches(line.image()))
            .map(Container.Line::id)
            .toList();
    List<Container> found = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += AT_ONCE) {
      List<String> line = new ArrayList<>(List.of("container", "inspect"));
      line.addAll(ids.subList(i, Math.min(ids.size(), i + AT_ONCE)));
      Container.parse(engine, output(engine, line.toArray(String[]::new))).stream()
          .filter(each -> sought.matches(each.image()))
          .forEach(found::add);
    }
    return found;
  }

  /** Whether Docker's daemon runs without root. */
  boolean rootlessDocker() {
    try {
      return output(Engine.DOCKER, "info", "--format", "{{json .SecurityOptions}}")
          .contains("name=rootless");
    } catch (ProblemException _) {
      return false;
    }
  }

  /** What it prints; of several containers some may be gone by now, which is no failure. */
  private String output(Engine engine, String... arguments) {
    List<String> argv = new ArrayList<>(List.of(engine.key()));
    argv.addAll(List.of(arguments));
    Finished finished = runner.run(new Command(argv, DEADLINE));
    if (!finished.succeeded() && finished.stdout().isBlank()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              engine.key() + " does not tell which containers there are",
              finished.stderr().strip().lines().findFirst().orElse("it says nothing"),
              "See `" + engine.key() + " ps --all`; or name the service's file: --file PATH"));
    }
    return finished.stdout();
  }
}
