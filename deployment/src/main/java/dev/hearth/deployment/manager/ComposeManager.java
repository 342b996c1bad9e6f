package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A service of a compose project, run by Docker Compose; the project's others are left alone. */
final class ComposeManager implements Manager {
  private static final Duration CHANGE = Duration.ofMinutes(20);

  private final Containers docker;
  private final ComposeProgram program;
  private final PageProbe pages;
  private final Target.ComposeService target;
  private Optional<List<String>> found = Optional.empty();

  ComposeManager(
      Containers docker, ComposeProgram program, PageProbe pages, Target.ComposeService target) {
    this.docker = docker;
    this.program = program;
    this.pages = pages;
    this.target = target;
    Names.container(target.service());
  }

  /** Compose reads its files at every call. */
  @Override
  public void reload() {
    // There is nothing to read.
  }

  @Override
  public void restart() {
    Call call = compose(List.of("up", "-d", "--no-deps", "--force-recreate", target.service()));
    must(call, "The service " + target.service() + " does not start");
  }

  @Override
  public void stop() {
    must(
        compose(List.of("stop", target.service())),
        "The service " + target.service() + " does not stop");
  }

  private void must(Call call, String what) {
    Finished finished = docker.ask(call.within(CHANGE));
    if (!finished.succeeded()) {
      throw new ProblemException(
          new Problem(Problem.Kind.UNAVAILABLE, what, Said.of(finished), "Type: " + words().log()));
    }
  }

  @Override
  public State state() {
    return container()
        .flatMap(docker::inspect)
        .map(ContainerState::state)
        .orElseGet(() -> new State(State.Phase.ABSENT, "no container", 0));
  }

  /** The service's container by its id; empty where it has none. */
  private Optional<String> container() {
    Finished finished = docker.ask(compose(List.of("ps", "-a", "-q", target.service())));
    if (!finished.succeeded()) {
      if (finished.stderr().toLowerCase(Locale.ROOT).contains("no such service")) {
        return Optional.empty();
      }
      throw Programs.failed(
          finished,
          "Compose does not tell of the service " + target.service(),
          "Type: " + docker.programs().typed(compose(List.of("config"))));
    }
    return finished.stdout().lines().map(String::strip).filter(ComposeManager::isId).findFirst();
  }

  private static boolean isId(String line) {
    return line.matches("[0-9a-f]{12,64}");
  }

  private String needed() {
    return container()
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.NOT_FOUND,
                "The service " + target.service() + " has no container",
                "Type: " + words().restart()));
  }

  @Override
  public boolean hasImage(String image) {
    return docker.images().has(image);
  }

  @Override
  public void pull(String image, LongConsumer bytes) {
    docker.images().pull(image, bytes);
  }

  @Override
  public List<String> devicesInside(List<String> nodes) {
    return docker.devicesInside(needed(), nodes);
  }

  @Override
  public List<String> namesInside(String folder) {
    return container().map(id -> docker.namesInside(id, folder)).orElse(List.of());
  }

  @Override
  public Optional<String> trouble(Probe probe) {
    return switch (probe) {
      case Probe.Http page -> pages.trouble(page);
      case Probe.Inside(List<String> argv) ->
          container()
              .map(id -> docker.trouble(id, argv))
              .orElseGet(() -> Optional.of(target.service() + " has no container"));
    };
  }

  @Override
  public List<String> log(Instant since) {
    return container().map(id -> docker.log(id, since)).orElse(List.of());
  }

  @Override
  public Words words() {
    Programs programs = docker.programs();
    return new Words(
        programs.typed(compose(List.of("up", "-d", "--no-deps", target.service()))),
        programs.typed(compose(List.of("logs", "--tail", "100", target.service()))),
        programs.typed(compose(List.of("ps", "-a", target.service()))));
  }

  private Call compose(List<String> arguments) {
    List<String> argv = new ArrayList<>(program());
    for (Path file : target.files()) {
      argv.addAll(List.of("-f", file.toString()));
    }
    argv.addAll(List.of("-p", target.project()));
    argv.addAll(arguments);
    return Call.brief(Call.As.DOCKER, argv).in(target.folder());
  }

  private synchronized List<String> program() {
    if (found.isEmpty()) {
      found = Optional.of(program.find());
    }
    return found.get();
  }
}
