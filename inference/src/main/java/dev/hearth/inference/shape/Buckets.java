package dev.hearth.inference.shape;

import java.util.List;

/** The sizes that devices see. Each list rises. */
public final class Buckets {
  /** Rows of a batch: faces, pictures, lines, texts. */
  public static final List<Integer> ROWS = List.of(1, 2, 4, 8, 16, 32);

  /** Tokens of a text. */
  public static final List<Integer> TOKENS = List.of(16, 32, 64, 128, 256, 512);

  /** Pixels across a line of text. */
  public static final List<Integer> LINE_WIDTHS = List.of(320, 480, 640, 960, 1280, 1920, 3200);

  private Buckets() {}

  /** The least bucket that holds the size; the size itself when none does. */
  public static int up(int size, List<Integer> buckets) {
    return buckets.stream().filter(bucket -> bucket >= size).findFirst().orElse(size);
  }
}
