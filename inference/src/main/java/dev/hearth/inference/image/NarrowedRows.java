package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The rows of a picture after the horizontal pass, made as they are needed and kept as long as the
 * vertical pass may read them. A block of rows is read by columns, so that its rows are the lanes
 * of {@link Lanes}.
 */
final class NarrowedRows {
  /**
   * Rows in a block. The vector loops take 64 at a time after a first one that stands alone; more
   * rows than this fall out of the first-level cache.
   */
  private static final int BLOCK = 193;

  private final Picture source;
  private final Taps across;
  private final int end;
  private final int[][] columns;
  private final int[][] rows;
  private final int[] narrowed = new int[BLOCK];
  private final Lanes lanes = new Lanes(BLOCK);
  private int next;

  NarrowedRows(Picture source, Taps across, Taps down) {
    this.source = source;
    this.across = across;
    this.next = down.first[0];
    this.end = down.end();
    this.columns = new int[powerOfTwo(across.width)][BLOCK];
    this.rows = new int[powerOfTwo(down.width + BLOCK)][across.first.length];
  }

  private static int powerOfTwo(int least) {
    return Integer.highestOneBit(least - 1) << 1;
  }

  /**
   * The rows so far, source row {@code y} at {@code y} modulo the length, a power of two.
   *
   * @param limit the last row that is needed, exclusive; never less than the last time
   */
  int[][] upTo(int limit) {
    while (next < limit) {
      int height = Math.min(BLOCK, end - next);
      narrow(height);
      next += height;
    }
    return rows;
  }

  private void narrow(int height) {
    int mask = rows.length - 1;
    int made = across.first[0];
    for (int x = 0; x < across.first.length; x++) {
      for (int until = across.first[x] + across.count[x]; made < until; made++) {
        turn(made, height, columns[made & (columns.length - 1)]);
      }
      lanes.weigh(columns, across, x, narrowed);
      for (int y = 0; y < height; y++) {
        rows[(next + y) & mask][x] = narrowed[y];
      }
    }
  }

  private void turn(int x, int height, int[] column) {
    MemorySegment pixels = source.pixels();
    int width = source.width();
    int at = next * width + x;
    for (int y = 0; y < height; y++, at += width) {
      column[y] = pixels.getAtIndex(JAVA_INT, at);
    }
  }
}
