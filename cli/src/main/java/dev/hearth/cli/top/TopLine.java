package dev.hearth.cli.top;

import dev.hearth.cli.report.Paint;
import java.util.ArrayList;
import java.util.List;

/** A line of the screen, in pieces of different looks; cut where the screen ends. */
final class TopLine {
  /** From here on characters may take two columns. */
  private static final int WIDE = 0x1100;

  /** Dashes, ellipses, arrows, boxes and blocks: what is drawn with; one column each. */
  private static final int FIRST_SIGN = 0x2010;

  private static final int LAST_SIGN = 0x259f;

  private final List<Piece> pieces = new ArrayList<>();
  private int width;

  private record Piece(String text, Look look) {}

  /** How a piece looks. */
  enum Look {
    PLAIN,
    BOLD,
    DIM,
    GOOD,
    DOUBTFUL,
    BAD
  }

  TopLine add(String text, Look look) {
    String safe = safe(text);
    pieces.add(new Piece(safe, look));
    width += safe.length();
    return this;
  }

  TopLine add(String text) {
    return add(text, Look.PLAIN);
  }

  /** Fills up with blanks until a column. */
  TopLine to(int column) {
    return column > width ? add(" ".repeat(column - width)) : this;
  }

  int width() {
    return width;
  }

  /** As it is printed, no wider than that. */
  String print(int columns, Paint paint) {
    StringBuilder printed = new StringBuilder();
    int left = columns;
    for (Piece piece : pieces) {
      String text = piece.text.length() > left ? piece.text.substring(0, left) : piece.text;
      left -= text.length();
      printed.append(painted(text, piece.look, paint));
    }
    return printed.toString().stripTrailing();
  }

  private static String painted(String text, Look look, Paint paint) {
    if (text.isBlank()) {
      return text;
    }
    return switch (look) {
      case PLAIN -> text;
      case BOLD -> paint.bold(text);
      case DIM -> paint.dim(text);
      case GOOD -> paint.good(text);
      case DOUBTFUL -> paint.doubtful(text);
      case BAD -> paint.bad(text);
    };
  }

  /** Names come from processes: what moves the cursor or takes two columns is left out. */
  static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      boolean sign = each >= FIRST_SIGN && each <= LAST_SIGN;
      boolean combining = Character.getType(each) == Character.NON_SPACING_MARK;
      boolean odd = Character.isISOControl(each) || combining || (each >= WIDE && !sign);
      safe.append(odd ? '?' : each);
    }
    return safe.toString();
  }

  /** The text in so many columns: cut with an ellipsis, or filled with blanks. */
  static String cell(String text, int columns) {
    String safe = safe(text);
    return safe.length() > columns
        ? safe.substring(0, Math.max(0, columns - 1)) + "…"
        : safe + " ".repeat(columns - safe.length());
  }

  /** The same, at the right. */
  static String right(String text, int columns) {
    return text.length() >= columns
        ? cell(text, columns)
        : " ".repeat(columns - text.length()) + text;
  }
}
