package dev.hearth.deployment.render;

import java.util.regex.Pattern;

/**
 * Values for unit files of systemd, and for Quadlets, which Podman's generator hands on into them:
 * {@code %} begins a specifier everywhere, {@code $} a variable on command lines only.
 */
final class UnitText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%$+=:,./-]+");

  private UnitText() {}

  /** A setting that is taken as it stands: a description. */
  static String sentence(String text) {
    return text.replace("%", "%%");
  }

  /** A word of a setting that is a list of words, as Environment= is. */
  static String word(String text) {
    return quoted(sentence(text));
  }

  /** What the generator takes as it stands, and puts on a command line: Volume=, Image=. */
  static String raw(String text) {
    return sentence(text).replace("$", "$$");
  }

  /** A word of a command line, and of what the generator splits and puts on one. */
  static String argument(String text) {
    return quoted(raw(text));
  }

  private static String quoted(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
