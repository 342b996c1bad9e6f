package dev.hearth.inference.text;

import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tokens.Encoding;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts that go through the model in one run.
 *
 * @param texts their places, the shortest text first
 * @param width tokens a row, padding included
 * @param rows of the input: as many as there are texts, or more that repeat the first
 */
record TextRun(List<Integer> texts, int width, int rows) {
  /** Tokens a run, padding included: bounds a run's memory and how long others wait for it. */
  static final int TOKENS_A_RUN = 4096;

  TextRun {
    texts = List.copyOf(texts);
  }

  /**
   * How texts are put together.
   *
   * @param shortestFirst the places of all texts
   * @param encodings by place
   * @param maxTokens the longest text
   */
  static List<TextRun> of(
      List<Integer> shortestFirst, List<Encoding> encodings, int maxTokens, ShapePolicy shapes) {
    return switch (shapes) {
      case EXACT -> asLongAsTheLongest(shortestFirst, encodings, false);
      case BUCKETED -> asLongAsTheLongest(shortestFirst, encodings, true);
      case FEWEST -> bucketed(shortestFirst, encodings, widths(maxTokens));
    };
  }

  /** The widths that texts are padded to where few are wanted. */
  static List<Integer> widths(int maxTokens) {
    return Buckets.upTo(maxTokens, Buckets.TOKENS);
  }

  /** The most rows of such a width where few sizes are wanted. */
  static int mostRows(int width) {
    return Buckets.down(TOKENS_A_RUN / width, Buckets.ROWS);
  }

  /**
   * Never padded beyond the longest: models in 8-bit integers scale by all they see, and padding to
   * a bucket moved a short text's embedding to a cosine of 0.984 with the processor's. Rows may be
   * padded, since a repeated text changes no scale.
   */
  private static List<TextRun> asLongAsTheLongest(
      List<Integer> shortestFirst, List<Encoding> encodings, boolean bucketedRows) {
    List<TextRun> runs = new ArrayList<>();
    int first = 0;
    while (first < shortestFirst.size()) {
      int end = first + 1;
      while (end < shortestFirst.size()
          && rows(end - first + 1, bucketedRows) * length(end, shortestFirst, encodings)
              <= TOKENS_A_RUN
          && (!bucketedRows || end - first < Buckets.ROWS.getLast())) {
        end++;
      }
      List<Integer> texts = shortestFirst.subList(first, end);
      int rows = rows(texts.size(), bucketedRows);
      runs.add(new TextRun(texts, length(end - 1, shortestFirst, encodings), rows));
      first = end;
    }
    return runs;
  }

  private static int rows(int texts, boolean bucketed) {
    return bucketed ? Buckets.up(texts, Buckets.ROWS) : texts;
  }

  private static List<TextRun> bucketed(
      List<Integer> shortestFirst, List<Encoding> encodings, List<Integer> widths) {
    List<TextRun> runs = new ArrayList<>();
    int first = 0;
    while (first < shortestFirst.size()) {
      int width = Buckets.up(length(first, shortestFirst, encodings), widths);
      int end = first + 1;
      while (end < shortestFirst.size()
          && end - first < mostRows(width)
          && length(end, shortestFirst, encodings) <= width) {
        end++;
      }
      List<Integer> texts = shortestFirst.subList(first, end);
      runs.add(new TextRun(texts, width, Buckets.up(texts.size(), Buckets.ROWS)));
      first = end;
    }
    return runs;
  }

  private static int length(int at, List<Integer> shortestFirst, List<Encoding> encodings) {
    return encodings.get(shortestFirst.get(at)).length();
  }

  /**
   * One row each; a repeated text fills the rows that are left over. Repeated and not empty,
   * because models in 8-bit integers scale by all they see, and a row that is all padding divides
   * by zero.
   */
  List<Encoding> filled(List<Encoding> encodings) {
    List<Encoding> filled = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      filled.add(encodings.get(texts.get(row < texts.size() ? row : 0)));
    }
    return filled;
  }
}
