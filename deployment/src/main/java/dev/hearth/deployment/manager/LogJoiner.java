package dev.hearth.deployment.manager;

import java.util.Optional;

/**
 * Puts wrapped lines together as they come, without holding the log. Not for several threads.
 *
 * <p>Python's Rich writes time and level into 29 columns and wraps the message at the 80th column:
 * what goes on begins with 29 blanks. Other programs indent theirs by less than 20.
 */
public final class LogJoiner {
  private static final int LEAST_INDENT = 20;
  private static final int MESSAGE_COLUMN = 29;
  private static final int WIDTH = 80;

  /** No message is longer; what goes on for longer is a picture or a table made of blanks. */
  private static final int LONGEST = 1 << 14;

  private final StringBuilder whole = new StringBuilder();
  private int parts;
  private boolean cut;

  /**
   * Takes the next line, plain.
   *
   * @return the one before, now that it is known to be whole
   */
  public Optional<String> add(String line) {
    String bare = line.stripTrailing();
    if (parts > 0 && goesOn(bare)) {
      parts++;
      whole.append(cut ? "" : " ").append(bare.strip());
      cut = fillsTheLine(bare);
      return Optional.empty();
    }
    Optional<String> before = rest();
    whole.append(bare);
    parts = 1;
    cut = fillsTheLine(bare);
    return before;
  }

  /** The last line, when no more come. */
  public Optional<String> rest() {
    Optional<String> last = parts > 0 ? Optional.of(whole.toString()) : Optional.empty();
    whole.setLength(0);
    parts = 0;
    return last;
  }

  private boolean goesOn(String bare) {
    return !bare.isBlank() && indent(bare) >= LEAST_INDENT && whole.length() < LONGEST;
  }

  /** Whether the line that was added last begins one. */
  public boolean fresh() {
    return parts == 1;
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
