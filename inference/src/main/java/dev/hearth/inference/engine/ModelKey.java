package dev.hearth.inference.engine;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;

/** What identifies a loaded model: visual and textual of one name are two. */
public record ModelKey(Task task, ModelType type, ModelName name) {
  /** Whether such a part exists in such a task. */
  public boolean possible() {
    return switch (task) {
      case CLIP -> type == ModelType.VISUAL || type == ModelType.TEXTUAL;
      case FACES, OCR -> type == ModelType.DETECTION || type == ModelType.RECOGNITION;
      case TEXT -> type == ModelType.CLASSIFICATION || type == ModelType.EMBEDDING;
    };
  }

  @Override
  public String toString() {
    return task.wireName() + "/" + name + "/" + type.wireName();
  }
}
