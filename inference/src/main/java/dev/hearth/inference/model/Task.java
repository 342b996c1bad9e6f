package dev.hearth.inference.model;

import java.util.Arrays;
import java.util.Optional;

/** A kind of work that {@code POST /predict} can ask for, and a folder of the model store. */
public enum Task {
  CLIP("clip"),
  FACES("facial-recognition"),
  OCR("ocr"),
  /** Text classification and embeddings; not asked for by Immich. */
  TEXT("text");

  private final String wireName;

  Task(String wireName) {
    this.wireName = wireName;
  }

  /** The name in requests, answers and the model store's folders. */
  public String wireName() {
    return wireName;
  }

  public static Optional<Task> ofWireName(String name) {
    return Arrays.stream(values()).filter(task -> task.wireName.equals(name)).findFirst();
  }
}
