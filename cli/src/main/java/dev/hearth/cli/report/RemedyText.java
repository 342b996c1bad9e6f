package dev.hearth.cli.report;

import java.util.ArrayList;
import java.util.List;

/** What to type, so that it can be marked with the mouse and pasted. */
final class RemedyText {
  private static final String COMMENT = " # ";
  private static final int LABEL = 8;

  private RemedyText() {}

  /**
   * A command stands on one line, however long: a line broken here would be pasted broken. What a
   * person does afterwards, its comment, and sentences are broken like all text.
   *
   * @param indent blanks before the label
   */
  static List<String> of(String remedy, int indent) {
    String label = " ".repeat(indent) + "remedy:";
    if (!isCommand(remedy)) {
      return Wrapped.labelled(label, remedy, indent + LABEL);
    }
    int comment = remedy.indexOf(COMMENT);
    String command = comment < 0 ? remedy : remedy.substring(0, comment).strip();
    List<String> lines = new ArrayList<>(List.of(label + " " + command));
    if (comment >= 0) {
      lines.addAll(Wrapped.lines(remedy.substring(comment + COMMENT.length()), indent + LABEL));
    }
    return lines;
  }

  /** Sentences begin with a capital; commands do not. */
  static boolean isCommand(String remedy) {
    return !remedy.isEmpty() && Character.isLowerCase(remedy.charAt(0));
  }
}
