package dev.hearth.inference.runtime;

import java.util.List;
import java.util.Map;

/**
 * What a model takes and gives, and the notes its file carries.
 *
 * @param inputs in the file's order
 * @param outputs in the file's order
 * @param metadata custom metadata of the ONNX file, for example {@code character} of OCR models
 */
public record Signature(
    List<TensorInfo> inputs, List<TensorInfo> outputs, Map<String, String> metadata) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    metadata = Map.copyOf(metadata);
  }

  /** The only input of a model that has one. */
  public TensorInfo input() {
    return inputs.getFirst();
  }

  public boolean hasInput(String name) {
    return inputs.stream().anyMatch(input -> input.name().equals(name));
  }
}
