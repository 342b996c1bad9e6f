package dev.hearth.machine.host;

import java.util.Optional;

/** Looks one string up in a TOML file, as those of containers.conf(5) and storage.conf(5) are. */
final class TomlText {
  private TomlText() {}

  /**
   * The string of a key in a table; empty where it is absent, or commented out.
   *
   * @param toml the file's content
   * @param table as engine, for [engine]
   * @param key as runtime
   */
  static Optional<String> string(String toml, String table, String key) {
    String current = "";
    Optional<String> found = Optional.empty();
    for (String line : toml.split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("[")) {
        int end = text.indexOf(']');
        current = end < 0 ? "" : text.substring(1, end).strip();
      } else if (current.equals(table) && text.startsWith(key)) {
        String rest = text.substring(key.length()).strip();
        if (rest.startsWith("=")) {
          found = value(rest.substring(1).strip());
        }
      }
    }
    return found;
  }

  private static Optional<String> value(String text) {
    if (text.startsWith("'")) {
      int end = text.indexOf('\'', 1);
      return end < 0 ? Optional.empty() : Optional.of(text.substring(1, end));
    }
    if (!text.startsWith("\"")) {
      return Optional.empty();
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '"') {
        return Optional.of(plain.toString());
      }
      if (next == '\\' && i + 1 < text.length()) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return Optional.empty();
  }
}
