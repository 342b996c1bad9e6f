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
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The containers of Podman and Docker, as these tell. */
record Containers(Machine machine, CommandRunner runner) {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 50;

  /** Those whose image is sought, running or not; an engine that is not here has none. */
  List<Container> find(Sought sought, Consumer<Problem> troubles) {
    Map<String, Container> byId = new LinkedHashMap<>();
    for (Answer answer : askAtOnce(sought)) {
      // docker may be Podman under another name
      answer.containers().forEach(each -> byId.putIfAbsent(each.id(), each));
      answer.trouble().ifPresent(troubles);
    }
    return List.copyOf(byId.values());
  }

  /** What an engine has, or why it does not tell. */
  private record Answer(List<Container> containers, Optional<Problem> trouble) {}

  /** Engines take their time; they answer side by side. */
  private List<Answer> askAtOnce(Sought sought) {
    List<Engine> here =
        Stream.of(Engine.PODMAN, Engine.DOCKER)
            .filter(each -> machine.program(each.key()).isPresent())
            .toList();
    List<Future<Answer>> asked;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      asked = here.stream().map(each -> threads.submit(() -> answer(each, sought))).toList();
    }
    return asked.stream().map(Future::resultNow).toList();
  }

  private Answer answer(Engine engine, Sought sought) {
    try {
      return new Answer(find(engine, sought), Optional.empty());
    } catch (ProblemException silent) {
      return new Answer(List.of(), Optional.of(silent.problem()));
    }
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
      if (engine == Engine.DOCKER && isNotRunning(finished.stderr())) {
        return "";
      }
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              engine.key() + " does not tell which containers there are",
              finished.stderr().strip().lines().findFirst().orElse("it says nothing"),
              "See `" + engine.key() + " ps --all`; or name the service's file: --file PATH"));
    }
    return finished.stdout();
  }

  /** Docker is installed, and nobody started it: then it runs nothing. */
  private static boolean isNotRunning(String said) {
    return said.contains("Is the docker daemon running?")
        || said.contains("if the daemon is running");
  }
}
