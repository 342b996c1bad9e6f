package dev.hearth.server.api;

import java.util.Locale;
import java.util.StringJoiner;

/** Writes the text format of OpenMetrics 1.0. */
final class OpenMetrics {
  static final String CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** Begins the samples of one name. */
  void family(String name, String type, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  /** Of a family whose name ends with its unit. */
  void family(String name, String type, String unit, String help) {
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  /**
   * One sample of the family that was begun last.
   *
   * @param labels by {@link #labels}, or empty
   */
  void sample(String name, String labels, Number value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  /** Names and values, by turns. */
  static String labels(String... namesAndValues) {
    StringJoiner labels = new StringJoiner(",");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      labels.add(
          String.format(
              Locale.ROOT, "%s=\"%s\"", namesAndValues[i], escaped(namesAndValues[i + 1])));
    }
    return labels.toString();
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** The whole document. */
  String finish() {
    return text.append("# EOF\n").toString();
  }
}
