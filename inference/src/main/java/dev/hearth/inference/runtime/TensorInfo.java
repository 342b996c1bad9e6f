package dev.hearth.inference.runtime;

import java.util.List;

/**
 * One input or output of a model.
 *
 * @param name as in the graph
 * @param type the element type
 * @param axes the size of each axis; {@link #DYNAMIC} where the model takes any size
 */
public record TensorInfo(String name, ElementType type, List<Long> axes) {
  /** An axis whose size the caller chooses. */
  public static final long DYNAMIC = -1;

  /** The element types that the engine feeds and reads. */
  public enum ElementType {
    FLOAT,
    INT32,
    INT64,
    UINT8,
    OTHER
  }

  public TensorInfo {
    axes = List.copyOf(axes);
  }
}
