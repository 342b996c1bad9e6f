package dev.hearth.bench;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.text.Classified;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An engine that finds the same vector in every photo, or is overloaded for some tasks. */
final class FixedEngine implements Engine {
  private final Queue<Task> asked = new ConcurrentLinkedQueue<>();
  private final Optional<Task> overloaded;

  FixedEngine(Optional<Task> overloaded) {
    this.overloaded = overloaded;
  }

  /** How often a task was asked for. */
  long asked(Task task) {
    return asked.stream().filter(task::equals).count();
  }

  @Override
  public Prediction predict(List<Entry> entries, Input input, Ticket ticket) {
    Task task = entries.getFirst().task();
    asked.add(task);
    if (overloaded.filter(task::equals).isPresent()) {
      throw new ProblemException(Problem.Kind.OVERLOADED, "Too many requests", "Wait.");
    }
    return new Prediction(
        Optional.of(new Prediction.PictureSize(4, 3)),
        Map.of(task, new Result.Vector(Embedding.of(0.5f, -0.25f))));
  }

  @Override
  public List<Classified> classify(
      ModelName model, List<String> texts, boolean truncate, boolean rawScores, Ticket ticket) {
    return List.of();
  }

  @Override
  public List<Embedding> embed(
      ModelName model, List<String> texts, boolean truncate, boolean normalize, Ticket ticket) {
    return List.of();
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(
        List.of(
            new EngineStatus.DeviceStatus(
                dev.hearth.inference.device.Device.CPU, "CPU", "as set", java.time.Duration.ZERO)),
        true,
        List.of());
  }

  @Override
  public void close() {}
}
