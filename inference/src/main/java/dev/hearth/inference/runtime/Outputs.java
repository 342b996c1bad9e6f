package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Tensor;
import java.util.List;

/**
 * What one run gave, in the order of the signature.
 *
 * @param names output names
 * @param tensors the values, parallel to the names
 */
public record Outputs(List<String> names, List<Tensor> tensors) {
  public Outputs {
    names = List.copyOf(names);
    tensors = List.copyOf(tensors);
  }

  /** The float output at this place of the signature. */
  public Tensor.Floats floats(int index) {
    return (Tensor.Floats) tensors.get(index);
  }

  /** The float output of this name. */
  public Tensor.Floats floats(String name) {
    return floats(names.indexOf(name));
  }
}
