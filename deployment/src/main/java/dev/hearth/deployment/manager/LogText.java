package dev.hearth.deployment.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A log as it was meant: colours removed, and lines that a program wrapped for a terminal put
 * together again. Pure.
 *
 * <p>Python's Rich writes time and level into 29 columns and wraps the message at the 80th column:
 * what goes on begins with 29 blanks. Other programs indent theirs by less than 20.
 */
public final class LogText {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001B]*(?:\\u0007|\\u001B\\\\)?|[@-Z\\\\^_])");

  private static final int LEAST_INDENT = 20;
  private static final int MESSAGE_COLUMN = 29;
  private static final int WIDTH = 80;

  private LogText() {}

  /** The lines, each whole, without colours. */
  public static List<String> of(List<String> lines) {
    List<String> joined = new ArrayList<>();
    boolean cut = false;
    for (String line : plain(lines)) {
      String bare = line.stripTrailing();
      if (indent(bare) >= LEAST_INDENT && !joined.isEmpty() && !bare.isBlank()) {
        joined.add(joined.removeLast() + (cut ? "" : " ") + bare.strip());
      } else {
        joined.add(bare);
      }
      cut = fillsTheLine(bare);
    }
    return List.copyOf(joined);
  }

  /** The lines without colours and other commands to a terminal. */
  static List<String> plain(List<String> lines) {
    return lines.stream()
        .map(line -> line.indexOf('\u001B') < 0 ? line : ESCAPE.matcher(line).replaceAll(""))
        .map(LogText::afterReturns)
        .toList();
  }

  /** What a terminal shows of a line that was written over: its last state. */
  private static String afterReturns(String line) {
    String written = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    return written.substring(written.lastIndexOf('\r') + 1);
  }

  private static int indent(String line) {
    int blanks = 0;
    while (blanks < line.length() && line.charAt(blanks) == ' ') {
      blanks++;
    }
    return blanks;
  }

  /** A word longer than a line is cut at its end; all others move to the next line as a whole. */
  private static boolean fillsTheLine(String line) {
    return line.length() == WIDTH && line.indexOf(' ', MESSAGE_COLUMN) < 0;
  }
}
