package dev.hearth.deployment.render;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads words as systemd does: systemd.syntax(7), "Quoting", and specifiers and variables of
 * systemd.service(5). Written beside the writer, so that one cannot hide the other's mistakes.
 */
final class Words {
  private Words() {}

  /** The words of a line: blanks part them, quotes hold them together, backslashes escape. */
  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean begun = false;
    for (int at = 0; at < line.length(); at++) {
      char letter = line.charAt(at);
      if (letter == '\\') {
        at++;
        word.append(escaped(line.charAt(at)));
        begun = true;
      } else if (quote != 0) {
        if (letter == quote) {
          quote = 0;
        } else {
          word.append(letter);
        }
      } else if (letter == '"' || letter == '\'') {
        quote = letter;
        begun = true;
      } else if (letter == ' ' || letter == '\t') {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(letter);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("open quote: " + line);
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static char escaped(char letter) {
    return switch (letter) {
      case '\\', '"', '\'' -> letter;
      case 's' -> ' ';
      default -> throw new IllegalArgumentException("unknown escape \\" + letter);
    };
  }

  /** Puts in specifiers, as every setting has them. */
  static String specified(String text) {
    return single(text, '%');
  }

  /** Puts in variables, as command lines have them. */
  static String substituted(String text) {
    return single(text, '$');
  }

  private static String single(String text, char mark) {
    StringBuilder read = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == mark) {
        at++;
        if (at >= text.length() || text.charAt(at) != mark) {
          throw new IllegalArgumentException("a lone " + mark + " in " + text);
        }
      }
      read.append(letter);
    }
    return read.toString();
  }
}
