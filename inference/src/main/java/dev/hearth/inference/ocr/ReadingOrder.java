package dev.hearth.inference.ocr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Boxes as one reads them: lines from the top, each from the left. A line ends where the next left
 * top corner lies ten pixels lower or more.
 */
final class ReadingOrder {
  private static final float NEXT_LINE = 10;
  private static final Comparator<TextBox> FROM_TOP =
      Comparator.comparingDouble(box -> box.corners().getFirst().y());
  private static final Comparator<TextBox> FROM_LEFT =
      Comparator.comparingDouble(box -> box.corners().getFirst().x());

  private ReadingOrder() {}

  static List<TextBox> of(List<TextBox> boxes) {
    List<TextBox> ordered = new ArrayList<>(boxes);
    ordered.sort(FROM_TOP);
    int start = 0;
    for (int i = 1; i <= ordered.size(); i++) {
      if (i == ordered.size() || gap(ordered.get(i - 1), ordered.get(i)) >= NEXT_LINE) {
        ordered.subList(start, i).sort(FROM_LEFT);
        start = i;
      }
    }
    return ordered;
  }

  private static float gap(TextBox upper, TextBox lower) {
    return lower.corners().getFirst().y() - upper.corners().getFirst().y();
  }
}
