package dev.hearth.inference.model;

/**
 * A model's name after Immich's cleaning: the part after the last slash, with colons and
 * backslashes as underscores and dots removed. {@code immich-app/ViT-B-32::openai} and {@code
 * ViT-B-32__openai} are the same model.
 *
 * @param value the cleaned name, also the folder's name in the store
 * @param requested the name as the request spelled it
 */
public record ModelName(String value, String requested) {
  public static ModelName of(String requested) {
    String last = requested.substring(requested.lastIndexOf('/') + 1);
    return new ModelName(last.replace(':', '_').replace('\\', '_').replace(".", ""), requested);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelName name && name.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
