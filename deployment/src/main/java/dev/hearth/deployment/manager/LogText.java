package dev.hearth.deployment.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A log as it was meant: colours removed, and lines that a program wrapped for a terminal put
 * together again. Pure.
 */
public final class LogText {
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007\\u001B]*(?:\\u0007|\\u001B\\\\)?|[@-Z\\\\^_])");

  private LogText() {}

  /** The lines, each whole, without colours. */
  public static List<String> of(List<String> lines) {
    List<String> joined = new ArrayList<>();
    LogJoiner joiner = new LogJoiner();
    plain(lines).forEach(line -> joiner.add(line).ifPresent(joined::add));
    joiner.rest().ifPresent(joined::add);
    return List.copyOf(joined);
  }

  /** The lines without colours and other commands to a terminal. */
  static List<String> plain(List<String> lines) {
    return lines.stream().map(LogText::plain).toList();
  }

  /** A line without colours and other commands to a terminal. */
  public static String plain(String line) {
    return afterReturns(line.indexOf('\u001B') < 0 ? line : ESCAPE.matcher(line).replaceAll(""));
  }

  /** What a terminal shows of a line that was written over: its last state. */
  private static String afterReturns(String line) {
    String written = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    return written.substring(written.lastIndexOf('\r') + 1);
  }
}
