package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Managers;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.State;
import dev.hearth.deployment.manager.Target;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A service that does what its file says: well, unwell, failed, crashing, exited. What the manager
 * has read and what runs lie in files, so they outlive a process that is killed.
 */
final class ScriptedManager implements Manager, Managers {
  private final Path unit;
  private final Path world;
  private final Fuse fuse;
  private final Map<String, Runnable> scripts = new HashMap<>();
  private int crashes;

  /**
   * @param unit the file that says how the service does
   * @param world where it is kept what is read, runs and was done
   */
  ScriptedManager(Path unit, Path world, Fuse fuse) {
    this.unit = unit;
    this.world = world;
    this.fuse = fuse;
  }

  /** What happens at each call of this name, before it does anything. */
  ScriptedManager at(String call, Runnable script) {
    scripts.put(call, script);
    return this;
  }

  static ProblemException refusal() {
    return new ProblemException(
        new Problem(Problem.Kind.UNAVAILABLE, "The manager refuses", "exit code 1", "Ask it why."));
  }

  @Override
  public Manager of(Target target) {
    return this;
  }

  @Override
  public void reload() {
    act("reload", () -> copy(unit, world.resolve("loaded")));
  }

  @Override
  public void restart() {
    act("restart", () -> copy(world.resolve("loaded"), world.resolve("running")));
    if (running().isEmpty()) {
      throw refusal();
    }
  }

  @Override
  public void stop() {
    act("stop", () -> Files.deleteIfExists(world.resolve("running")));
  }

  @Override
  public State state() {
    scripts.getOrDefault("state", () -> {}).run();
    Optional<String> running = running();
    if (running.isEmpty()) {
      return Files.exists(unit)
          ? new State(State.Phase.STOPPED, "inactive (dead)", 0)
          : new State(State.Phase.ABSENT, "not found", 0);
    }
    String text = running.get();
    if (text.contains("fails")) {
      return new State(State.Phase.FAILED, "exited 1", 0);
    }
    if (text.contains("exits")) {
      return new State(State.Phase.STOPPED, "exited 0", 0);
    }
    return text.contains("crashes")
        ? new State(State.Phase.STARTING, "restarting", crashes++)
        : new State(State.Phase.RUNNING, "active (running)", 0);
  }

  @Override
  public boolean hasImage(String image) {
    scripts.getOrDefault("hasImage", () -> {}).run();
    return Files.exists(world.resolve("image"));
  }

  @Override
  public void pull(String image, LongConsumer bytes) {
    act(
        "pull",
        () -> {
          bytes.accept(1);
          Files.writeString(world.resolve("image"), image);
        });
  }

  @Override
  public List<String> devicesInside(List<String> nodes) {
    return nodes;
  }

  @Override
  public Optional<String> trouble(Probe probe) {
    return running()
        .map(text -> text.contains("unwell") ? Optional.of("it answers 503") : NONE)
        .orElse(Optional.of("nobody answers"));
  }

  private static final Optional<String> NONE = Optional.empty();

  @Override
  public List<String> log(Instant since) {
    return List.of("starting", "the new one says why");
  }

  @Override
  public Words words() {
    return new Words("scripted restart", "scripted log", "scripted state");
  }

  /** What runs now: the text of the file it was started with. */
  Optional<String> running() {
    return read(world.resolve("running"));
  }

  /** What was done, one word each. */
  List<String> done() {
    return read(world.resolve("done")).map(text -> text.lines().toList()).orElse(List.of());
  }

  static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void act(String call, Steps.Action action) {
    fuse.burn("before " + call);
    scripts.getOrDefault(call, () -> {}).run();
    try {
      action.run();
      Files.writeString(
          world.resolve("done"),
          call + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
    fuse.burn("after " + call);
  }

  private static void copy(Path from, Path to) throws IOException {
    Optional<String> text = read(from);
    if (text.isPresent()) {
      Files.writeString(to, text.get());
    } else {
      Files.deleteIfExists(to);
    }
  }

  /** Limits with which tests wait. */
  static final Limits LIMITS =
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(20));
}
