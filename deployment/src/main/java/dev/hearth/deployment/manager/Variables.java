package dev.hearth.deployment.manager;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Variables of an environment, as the kernel and as systemd write them. Pure. */
final class Variables {
  private Variables() {}

  /** The kernel's: each ended by a zero byte. */
  static Map<String, String> ofProcess(byte[] environ) {
    return named(List.of(new String(environ, StandardCharsets.UTF_8).split("\0", -1)));
  }

  /** systemd's: words between blanks, quoted where they hold blanks, with C's escapes. */
  static Map<String, String> ofUnit(String property) {
    return named(words(property));
  }

  private static Map<String, String> named(List<String> words) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        variables.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return variables;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '\\' && i + 1 < text.length()) {
        word.append(escaped(text.charAt(++i)));
      } else if (quote == 0 && (letter == '"' || letter == '\'')) {
        quote = letter;
      } else if (letter == quote) {
        quote = 0;
      } else if (quote == 0 && letter == ' ') {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(letter);
      }
    }
    words.add(word.toString());
    return words;
  }

  private static char escaped(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> letter;
    };
  }
}
