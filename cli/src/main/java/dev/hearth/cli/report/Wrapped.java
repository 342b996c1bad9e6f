package dev.hearth.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Text broken to fit a terminal. */
public final class Wrapped {
  /** What every terminal shows. */
  public static final int WIDTH = 80;

  private Wrapped() {}

  /**
   * The text in lines that fit, broken at blanks; a word that is longer stays whole, since it is a
   * path or a command.
   *
   * @param indent blanks before each line
   */
  public static List<String> lines(String text, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && indent + line.length() + 1 + word.length() > WIDTH) {
        lines.add(" ".repeat(indent) + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.isEmpty()) {
      lines.add(" ".repeat(indent) + line);
    }
    return lines;
  }

  /** The same, the first line beginning with a label that reaches to the indent. */
  public static List<String> labelled(String label, String text, int indent) {
    List<String> lines = lines(text, indent);
    if (!lines.isEmpty()) {
      String first = lines.getFirst().substring(indent);
      lines.set(0, label + " ".repeat(Math.max(1, indent - label.length())) + first);
    }
    return lines;
  }
}
