package dev.hearth.deployment.unit;

import java.util.ArrayList;
import java.util.List;

/** Splits values into words, as systemd does: blanks between, quotes and backslashes inside. */
public final class Words {
  private final String raw;
  private int at;

  private Words(String raw) {
    this.raw = raw;
  }

  /**
   * One word.
   *
   * @param text without quotes
   * @param start where it begins in the raw text, quotes and all
   * @param end behind it
   */
  public record Word(String text, int start, int end) {}

  /** The words of a value that may go on over several lines. Never fails. */
  public static List<Word> split(String raw) {
    Words words = new Words(raw);
    List<Word> found = new ArrayList<>();
    while (words.toNext()) {
      found.add(words.word());
    }
    return List.copyOf(found);
  }

  /** The text as one word: quoted where blanks, quotes or backslashes are in it. */
  public static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '\'' || c == '\\');
    return plain
        ? text
        : '"'
            + text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
            + '"';
  }

  private boolean toNext() {
    while (at < raw.length()) {
      int newline = continuation(at);
      if (newline > 0) {
        at = newline;
      } else if (raw.charAt(at) <= ' ') {
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  /** Where the next line begins, past comments, when a line goes on here; else 0. */
  private int continuation(int from) {
    if (raw.charAt(from) != '\\') {
      return 0;
    }
    int next = UnitText.afterNewline(raw, from + 1);
    if (next == 0) {
      return 0;
    }
    while (UnitText.comment(raw, next)) {
      next = UnitText.lineEnd(raw, next);
    }
    return next;
  }

  private Word word() {
    int start = at;
    StringBuilder text = new StringBuilder();
    char quote = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at);
      if (quote == 0 && (c <= ' ' || continuation(at) > 0)) {
        break;
      }
      at++;
      if (c == '\\') {
        escaped(text);
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        text.append(c);
      }
    }
    return new Word(text.toString(), start, at);
  }

  private void escaped(StringBuilder text) {
    if (at >= raw.length()) {
      text.append('\\');
      return;
    }
    int next = continuation(at - 1);
    if (next > 0) {
      text.append(' ');
      at = next;
      return;
    }
    char c = raw.charAt(at++);
    switch (c) {
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      case 'r' -> text.append('\r');
      case 's' -> text.append(' ');
      case '"', '\'', '\\', ' ' -> text.append(c);
      default -> text.append('\\').append(c);
    }
  }
}
