package dev.hearth.inference.engine;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.time.Duration;
import java.util.List;

/**
 * The engine at one moment.
 *
 * @param device what computes, for people: "CPU, 2 threads"
 * @param backend its short name: {@code cpu}, {@code vulkan}, …
 * @param ready whether all models to preload are loaded
 * @param models loaded or loading
 */
public record EngineStatus(String device, String backend, boolean ready, List<LoadedModel> models) {
  public EngineStatus {
    models = List.copyOf(models);
  }

  /**
   * One model in memory.
   *
   * @param state {@code loading}, {@code loaded} or {@code failed}
   * @param waiting requests in its queue
   * @param runs sessions run since it was loaded
   * @param idle time since its last use
   */
  public record LoadedModel(
      Task task,
      ModelType type,
      ModelName name,
      String state,
      int waiting,
      long runs,
      Duration idle) {}
}
