package dev.hearth.cli.top;

import java.util.List;
import java.util.Optional;

/** What Hearth's own engine tells of itself. */
public sealed interface EngineView {
  /** Nobody answers there, or nobody is asked: most machines have none. */
  record Absent(String reason) implements EngineView {}

  /** Somebody answers, and does not tell. */
  record Silent(String address, String reason) implements EngineView {}

  /**
   * What it tells.
   *
   * @param ready whether all models that were wanted are loaded
   * @param inFlight requests being answered
   * @param waiting requests in its queues
   * @param tasks what was asked of it in the last minute
   */
  record Told(
      String address,
      String version,
      boolean ready,
      int inFlight,
      int waiting,
      List<Task> tasks,
      List<Model> models)
      implements EngineView {
    public Told {
      tasks = List.copyOf(tasks);
      models = List.copyOf(models);
    }
  }

  /** One task's last minute. */
  record Task(String name, double perSecond, double medianMillis, double p95Millis) {}

  /**
   * A model in its memory.
   *
   * @param device where it computes
   * @param takenOff why it does not compute where it was meant to
   */
  record Model(
      String task,
      String type,
      String name,
      String state,
      String device,
      int waiting,
      long runs,
      Optional<String> takenOff) {}
}
