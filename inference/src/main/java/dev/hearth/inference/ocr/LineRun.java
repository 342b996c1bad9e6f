package dev.hearth.inference.ocr;

import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.shape.ShapePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Lines that are read in one run.
 *
 * @param lines the narrowest first
 * @param width pixels across the input, the same for all lines
 * @param rows of the input: as many as there are lines, or more that are left grey
 */
record LineRun(List<LineCrop> lines, int width, int rows) {
  /** Pixels down every line. */
  static final int HEIGHT = 48;

  /** No line is shown narrower than this many pixels; it is padded. */
  private static final double LEAST_RATIO = 320.0 / HEIGHT;

  /** Pixels; a longer line is squeezed. At 8 pixels a step this is 400 characters. */
  private static final int WIDEST_LINE = 3200;

  /**
   * Pixels of all lines of a run side by side. On a CPU a line takes as long alone as in company,
   * and company costs memory: so lines share their width, which decides what is read, but seldom a
   * run.
   */
  private static final int WIDEST_RUN = 640;

  /** The same for devices, which are idle with one line and have less memory than the processor. */
  private static final int WIDEST_RUN_ON_DEVICE = 32 * 320;

  /**
   * How lines are put together.
   *
   * @param lines the narrowest first
   * @param most lines in one run
   */
  static List<LineRun> of(List<LineCrop> lines, int most, ShapePolicy shapes) {
    return switch (shapes) {
      case EXACT -> asInTheReference(lines, most, width -> Math.max(WIDEST_RUN / width, 1), false);
      case BUCKETED -> asInTheReference(lines, most, width -> rowsOnDevice(most, width), true);
      case FEWEST -> byBucket(lines, most);
    };
  }

  /**
   * The reference's batches, in smaller runs. Their widest line decides the width of all, and the
   * width decides what is read: 16 pixels more change one line in fifty (ADR 11).
   */
  private static List<LineRun> asInTheReference(
      List<LineCrop> lines, int most, IntUnaryOperator together, boolean filled) {
    List<LineRun> runs = new ArrayList<>();
    for (int start = 0; start < lines.size(); start += most) {
      List<LineCrop> batch = lines.subList(start, Math.min(start + most, lines.size()));
      int width = width(batch.getLast());
      int step = together.applyAsInt(width);
      for (int first = 0; first < batch.size(); first += step) {
        List<LineCrop> run = batch.subList(first, Math.min(first + step, batch.size()));
        runs.add(new LineRun(run, width, filled ? rows(run.size()) : run.size()));
      }
    }
    return runs;
  }

  /** Lines of one bucket together: what is read of a line does not depend on the others. */
  private static List<LineRun> byBucket(List<LineCrop> lines, int most) {
    List<LineRun> runs = new ArrayList<>();
    int first = 0;
    while (first < lines.size()) {
      int width = bucket(lines.get(first));
      int end = first + 1;
      while (end < lines.size()
          && end - first < rowsOnDevice(most, width)
          && bucket(lines.get(end)) == width) {
        end++;
      }
      runs.add(new LineRun(lines.subList(first, end), width, rows(end - first)));
      first = end;
    }
    return runs;
  }

  private static int rowsOnDevice(int most, int width) {
    return Buckets.down(Math.min(most, WIDEST_RUN_ON_DEVICE / width), Buckets.ROWS);
  }

  private static int rows(int lines) {
    return Buckets.up(lines, Buckets.ROWS);
  }

  private static int bucket(LineCrop line) {
    return Buckets.up(width(line), Buckets.LINE_WIDTHS);
  }

  private static int width(LineCrop line) {
    return (int) Math.min(HEIGHT * Math.max(line.ratio(), LEAST_RATIO), WIDEST_LINE);
  }

  /** How much of the width a line fills. */
  int shown(LineCrop line) {
    return (int) Math.clamp(Math.ceil(HEIGHT * line.ratio()), 1, width);
  }
}
