package dev.hearth.evidence.benchmark;

import dev.hearth.deployment.render.Renderer;
import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.evidence.workload.ServiceHttp;
import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.service.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The same service in a container of its own, without the accelerator: same version, variables,
 * models, memory and network. It sees the models' folders read-only, listens on the loopback
 * address only, and is gone when this is closed.
 */
public final class TwinContainer implements AutoCloseable {
  private static final String PREFIX = "hearth-bench-twin-";
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final Duration ASKED = Duration.ofSeconds(5);
  private static final int HEALTH_LINES = 5;

  private final CommandRunner runner;
  private final String engine;
  private final String name;
  private final Plan plan;
  private final Optional<Integer> own;
  private boolean closed;

  /**
   * A twin, not started yet.
   *
   * @param onCpu the service as it would be planned for the CPU
   * @param owner the process that measures: its number, by which a later one knows what is left
   *     over
   * @param own the port it is told to take in the host's network; empty where one is published
   */
  public TwinContainer(CommandRunner runner, Plan onCpu, String owner, Optional<Integer> own) {
    this.runner = runner;
    this.engine = onCpu.engine().key();
    this.name = PREFIX + owner;
    this.own = own;
    this.plan = alone(onCpu, name, own.isPresent());
  }

  /**
   * Removes what a benchmark left that was killed.
   *
   * @param lives whether the process with this number is there
   */
  public void removeLeftovers(Predicate<String> lives) {
    engine("ps", "--all", "--filter", "name=" + PREFIX, "--format", "{{.Names}}")
        .stdout()
        .lines()
        .map(String::strip)
        .filter(each -> each.startsWith(PREFIX) && !lives.test(each.substring(PREFIX.length())))
        .forEach(each -> engine("rm", "--force", "--volumes", each));
  }

  /**
   * Starts it, and waits until it is well.
   *
   * @throws ProblemException where its image is not here, or it is not well in time
   */
  public Http start() {
    List<String> argv = new ArrayList<>(List.of(engine, "run", "--detach", "--pull=never"));
    argv.addAll(List.of("--name", name));
    if (own.isEmpty()) {
      argv.addAll(List.of("--publish", "127.0.0.1::" + port()));
    }
    // What it has in its memory is nobody's: it need not be asked twice to end.
    argv.add("--stop-timeout=1");
    argv.addAll(Renderer.options(plan));
    String image = plan.image().orElseThrow(() -> unable("it has no image", "Name one: --image"));
    argv.add(image);
    Finished started = create(new Command(argv, DEADLINE));
    if (!started.succeeded()) {
      throw unable(last(started.stderr()), engine + " pull " + image);
    }
    ServiceHttp http = new ServiceHttp("127.0.0.1", own.orElseGet(() -> published(port())));
    awaitWell(http);
    return http;
  }

  /** Not while it is being removed, nor after: it would be there for ever. */
  private synchronized Finished create(Command command) {
    if (closed) {
      throw unable("the benchmark was ended", "hearth bench " + plan.service().id());
    }
    return runner.run(command);
  }

  private void awaitWell(Http http) {
    String path =
        plan.health().check() instanceof Health.Http(int _, String checked) ? checked : "/";
    long end = System.nanoTime() + plan.health().first().toNanos();
    while (!http.send(Ask.get(path), ASKED).asOptional().filter(Reply::ok).isPresent()) {
      if (System.nanoTime() > end || !running()) {
        throw unable("it is not well: " + log(), "hearth bench with another --image");
      }
      try {
        Thread.sleep(plan.health().interval().dividedBy(HEALTH_LINES));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw unable("it was not waited for", "hearth bench " + plan.service().id());
      }
    }
  }

  private boolean running() {
    Finished state = engine("inspect", "--format", "{{.State.Running}}", name);
    return state.succeeded() && state.stdout().strip().equals("true");
  }

  private String log() {
    Finished log = engine("logs", "--tail", Integer.toString(HEALTH_LINES), name);
    return last(log.stdout() + "\n" + log.stderr());
  }

  private int published(int inside) {
    Finished told = engine("port", name, inside + "/tcp");
    String line = last(told.stdout());
    String port = line.substring(line.lastIndexOf(':') + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw unable(engine + " does not say its port: " + last(told.stderr()), engine + " ps");
    }
    return Integer.parseInt(port);
  }

  private int port() {
    return switch (plan.health().check()) {
      case Health.Http(int port, String _) -> port;
      case Health.Run _ ->
          throw unable(
              "its description says no port",
              "docs/services.md: health by http, with the port the service listens on");
    };
  }

  private Finished engine(String... arguments) {
    List<String> argv = new ArrayList<>(List.of(engine));
    argv.addAll(List.of(arguments));
    return runner.run(new Command(argv, DEADLINE));
  }

  private ProblemException unable(String evidence, String remedy) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The twin of " + plan.service().id() + " on the CPU cannot be started",
            evidence,
            remedy));
  }

  private static String last(String text) {
    return text.strip().lines().reduce((_, line) -> line).orElse("it said nothing").strip();
  }

  /** Another name, no port of the first one's, and nothing of it changed. */
  private static Plan alone(Plan plan, String name, boolean hostNetwork) {
    return new Plan(
        plan.service(),
        name,
        plan.supervisor(),
        plan.engine(),
        plan.rootless(),
        plan.backend(),
        plan.accelerators(),
        plan.image(),
        plan.imageBytes(),
        plan.access(),
        plan.environment(),
        hostNetwork,
        List.of(),
        plan.mounts().stream()
            .map(mount -> new Mount(mount.source(), mount.target(), true))
            .toList(),
        plan.memoryBytes(),
        plan.health(),
        plan.choices(),
        plan.advice());
  }

  /** Removes it, once; also where it was never started. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      var _ = engine("rm", "--force", "--volumes", name);
    }
  }
}
