package dev.hearth.inference.engine;

import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.inference.ocr.TextBox;
import dev.hearth.inference.ocr.TextBox.Corner;
import java.util.ArrayList;
import java.util.List;

/** Print for the sample picture: capital letters of seven rows and five columns. */
final class SampleText {
  static final List<String> LINES = List.of("HEARTH", "READS IT");

  private static final String LETTERS = "HEARTDSI ";

  /** One word of five bits a row, from the top; the left column is the highest bit. */
  private static final int[][] GLYPHS = {
    {17, 17, 17, 31, 17, 17, 17}, // H
    {31, 16, 16, 30, 16, 16, 31}, // E
    {14, 17, 17, 31, 17, 17, 17}, // A
    {30, 17, 17, 30, 20, 18, 17}, // R
    {31, 4, 4, 4, 4, 4, 4}, // T
    {30, 17, 17, 17, 17, 17, 30}, // D
    {15, 16, 16, 14, 1, 1, 30}, // S
    {14, 4, 4, 4, 4, 4, 14}, // I
    {0, 0, 0, 0, 0, 0, 0},
  };

  private static final int ROWS = 7;
  private static final int COLUMNS = 5;

  /** A letter's pitch in dots. */
  private static final int PITCH = 6;

  /** Pixels a dot. */
  private static final double DOT = 5;

  private static final int LEFT = 372;
  private static final int TOP = 110;
  private static final int LINE = 90;

  private SampleText() {}

  /** How much ink lies at a pixel, 0 to 1: the mean of four places in it. */
  static double ink(int x, int y) {
    double ink = 0;
    for (double dy = 0.25; dy < 1; dy += 0.5) {
      for (double dx = 0.25; dx < 1; dx += 0.5) {
        ink += inked(x + dx, y + dy) ? 0.25 : 0;
      }
    }
    return ink;
  }

  /** Where the lines are. */
  static DetectedText boxes() {
    List<TextBox> boxes = new ArrayList<>();
    for (int line = 0; line < LINES.size(); line++) {
      float left = LEFT - 4;
      float top = TOP + line * LINE - 4;
      float right = (float) (LEFT + LINES.get(line).length() * PITCH * DOT + 1);
      float bottom = (float) (top + ROWS * DOT + 8);
      boxes.add(
          new TextBox(
              List.of(
                  new Corner(left, top),
                  new Corner(right, top),
                  new Corner(right, bottom),
                  new Corner(left, bottom)),
              1));
    }
    return new DetectedText(boxes);
  }

  private static boolean inked(double x, double y) {
    int line = (int) Math.floor((y - TOP) / LINE);
    if (x < LEFT || line < 0 || line >= LINES.size()) {
      return false;
    }
    int row = (int) ((y - TOP - line * LINE) / DOT);
    int dots = (int) ((x - LEFT) / DOT);
    String text = LINES.get(line);
    if (row >= ROWS || dots / PITCH >= text.length() || dots % PITCH >= COLUMNS) {
      return false;
    }
    int[] glyph = GLYPHS[LETTERS.indexOf(text.charAt(dots / PITCH))];
    return (glyph[row] >> (COLUMNS - 1 - dots % PITCH) & 1) == 1;
  }
}
