package dev.hearth.inference.runtime;

import dev.hearth.inference.tensor.Shape;
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

  /** An input of this shape: the model's own size on each axis that it fixes, else the wanted. */
  public Shape sized(long... wanted) {
    long[] sizes = wanted.clone();
    for (int axis = 0; axis < Math.min(sizes.length, axes.size()); axis++) {
      if (axes.get(axis) != DYNAMIC) {
        sizes[axis] = axes.get(axis);
      }
    }
    return Shape.of(sizes);
  }
}
