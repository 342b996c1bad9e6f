package dev.hearth.inference.engine;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;

/** One model asked for in a request: {@code {"<task>":{"<type>":{"modelName":…,"options":…}}}}. */
public record Entry(Task task, ModelType type, ModelName model, Options options) {
  public ModelKey key() {
    return new ModelKey(task, type, model);
  }
}
