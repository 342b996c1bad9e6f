package dev.hearth.inference.tensor;

import java.util.Arrays;
import java.util.List;

/** The size of each axis of a tensor, outermost first. */
public record Shape(List<Long> axes) {
  public Shape {
    axes = List.copyOf(axes);
  }

  public static Shape of(long... axes) {
    return new Shape(Arrays.stream(axes).boxed().toList());
  }

  public int rank() {
    return axes.size();
  }

  /** The size of one axis; a negative index counts from the innermost. */
  public int axis(int index) {
    return Math.toIntExact(axes.get(index < 0 ? index + axes.size() : index));
  }

  /** The number of elements. */
  public int elements() {
    long count = 1;
    for (long axis : axes) {
      count = Math.multiplyExact(count, axis);
    }
    return Math.toIntExact(count);
  }

  public long[] toArray() {
    return axes.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return axes.toString();
  }
}
