package dev.hearth.inference.model;

import java.util.Arrays;
import java.util.Optional;

/** The part a model plays in its task, and a sub-folder of its folder in the store. */
public enum ModelType {
  VISUAL("visual"),
  TEXTUAL("textual"),
  DETECTION("detection"),
  RECOGNITION("recognition"),
  CLASSIFICATION("classification"),
  EMBEDDING("embedding");

  private final String wireName;

  ModelType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<ModelType> ofWireName(String name) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(name)).findFirst();
  }
}
