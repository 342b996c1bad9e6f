package dev.hearth.server.settings;

import java.util.List;

/**
 * A value somebody set.
 *
 * @param values one, or several where the key takes several
 * @param where the file and line, the variable or the option, for messages
 */
record Given(List<String> values, String where) {
  Given {
    values = List.copyOf(values);
  }

  /** A value as text; separated at commas where the key takes several. */
  static Given of(Key key, String text, String where) {
    return key.form().many() ? new Given(List.of(text.split(",", -1)), where) : one(text, where);
  }

  private static Given one(String text, String where) {
    return new Given(List.of(text), where);
  }
}
