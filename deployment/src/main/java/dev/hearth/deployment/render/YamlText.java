package dev.hearth.deployment.render;

import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** YAML, written line by line: texts read back as the same texts in YAML 1.1 and in 1.2. */
final class YamlText {
  /** Begins with a letter or a slash; a colon stands only where nobody takes it for a key's. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/](?:[A-Za-z0-9_./@+=-]|:(?=[A-Za-z0-9_./]))*");

  /** What YAML 1.1 takes for truth, nothing or a key of its own. */
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private final StringBuilder text = new StringBuilder();
  private final UnaryOperator<String> values;

  /**
   * An empty document.
   *
   * @param values what is done to every value before it is written: Compose reads {@code $$} as one
   *     dollar
   */
  YamlText(UnaryOperator<String> values) {
    this.values = values;
  }

  void line(String line) {
    text.append(line).append('\n');
  }

  void comment(int depth, String sentence) {
    Remarks.wrapped(sentence).forEach(line -> line("  ".repeat(depth) + line));
  }

  /** A key whose value follows, deeper. */
  void open(int depth, String key) {
    line("  ".repeat(depth) + key + ":");
  }

  /** A key with a text; quotes only where it needs them. */
  void entry(int depth, String key, String value) {
    literal(depth, key, scalar(values.apply(value)));
  }

  /** A key with a text, in quotes, so that people see that it is none but a text. */
  void quoted(int depth, String key, String value) {
    literal(depth, key, quotes(values.apply(value)));
  }

  /** A key with a number, a truth or an empty map. */
  void literal(int depth, String key, String value) {
    line("  ".repeat(depth) + key + ": " + value);
  }

  void item(int depth, String value) {
    line("  ".repeat(depth) + "- " + scalar(values.apply(value)));
  }

  void quotedItem(int depth, String value) {
    line("  ".repeat(depth) + "- " + quotes(values.apply(value)));
  }

  @Override
  public String toString() {
    return text.toString();
  }

  static String scalar(String value) {
    boolean plain =
        PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
    return plain ? value : quotes(value);
  }

  static String quotes(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(letter -> {
          switch (letter) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            // a byte order mark, and what is no character: YAML forbids them as they stand
            case 0xfeff, 0xfffe, 0xffff ->
                quoted.append(String.format(Locale.ROOT, "\\u%04x", letter));
            default -> quoted.appendCodePoint(letter);
          }
        });
    return quoted.append('"').toString();
  }
}
