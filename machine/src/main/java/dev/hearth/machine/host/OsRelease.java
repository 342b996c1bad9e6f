package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads os-release(5): assignments as a shell would read them, without running one. */
final class OsRelease {
  private final Map<String, String> values;
  private final String path;

  private OsRelease(Map<String, String> values, String path) {
    this.values = values;
    this.path = path;
  }

  static OsRelease parse(String text, String path) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String assignment = line.strip();
      int equals = assignment.indexOf('=');
      if (equals > 0 && !assignment.startsWith("#")) {
        values.put(assignment.substring(0, equals), unquoted(assignment.substring(equals + 1)));
      }
    }
    return new OsRelease(values, path);
  }

  /** The value of a name; an empty one says as little as none. */
  Reading<String> value(String name) {
    String value = values.getOrDefault(name, "");
    return value.isEmpty() ? Reading.unknown(path + " has no " + name) : Reading.known(value);
  }

  /** The words of a value; none where it is absent. */
  List<String> words(String name) {
    return Words.of(values.getOrDefault(name, ""));
  }

  private static String unquoted(String value) {
    StringBuilder plain = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      if (quote == 0 && (next == '"' || next == '\'')) {
        quote = next;
      } else if (next == quote) {
        quote = 0;
      } else if (next == '\\' && quote != '\'' && i + 1 < value.length()) {
        i++;
        if (quote == '"' && "\"\\$`".indexOf(value.charAt(i)) < 0) {
          plain.append('\\');
        }
        plain.append(value.charAt(i));
      } else {
        plain.append(next);
      }
    }
    return plain.toString();
  }
}
