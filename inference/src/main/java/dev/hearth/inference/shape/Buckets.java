package dev.hearth.inference.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The sizes that devices see. Each list rises. */
public final class Buckets {
  /** Rows of a batch: faces, pictures, lines, texts. */
  public static final List<Integer> ROWS = List.of(1, 2, 4, 8, 16, 32);

  /** Tokens of a text. */
  public static final List<Integer> TOKENS = List.of(16, 32, 64, 128, 256, 512);

  /** Pixels across a line of text, for {@link ShapePolicy#FEWEST}. */
  public static final List<Integer> LINE_WIDTHS = List.of(320, 480, 640, 960, 1280, 1920, 3200);

  private Buckets() {}

  /** The least bucket that holds the size; the size itself when none does. */
  public static int up(int size, List<Integer> buckets) {
    for (int bucket : buckets) {
      if (bucket >= size) {
        return bucket;
      }
    }
    return size;
  }

  /** The largest bucket that is not above the limit, or the least; the limit when there is none. */
  public static int down(int limit, List<Integer> buckets) {
    int largest = buckets.isEmpty() ? limit : buckets.getFirst();
    for (int bucket : buckets) {
      if (bucket <= limit) {
        largest = bucket;
      }
    }
    return largest;
  }

  /** The buckets below the limit, and the limit. */
  public static List<Integer> upTo(int limit, List<Integer> buckets) {
    List<Integer> sizes = new ArrayList<>();
    for (int bucket : buckets) {
      if (bucket < limit) {
        sizes.add(bucket);
      }
    }
    sizes.add(limit);
    return List.copyOf(sizes);
  }

  /**
   * What is made of every pair, those of the smallest buckets of both first: an order in which
   * usual inputs come before rare ones.
   */
  public static <T> List<T> pairs(
      List<Integer> first, List<Integer> second, BiFunction<Integer, Integer, T> made) {
    List<T> all = new ArrayList<>();
    for (int sum = 0; sum <= first.size() + second.size() - 2; sum++) {
      for (int i = Math.max(0, sum - second.size() + 1);
          i <= Math.min(sum, first.size() - 1);
          i++) {
        all.add(made.apply(first.get(i), second.get(sum - i)));
      }
    }
    return List.copyOf(all);
  }
}
