package dev.hearth.deployment.render;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
final class ShellText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellText() {}

  /** A word that the shell reads as this text, whatever is in it. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  static String line(List<String> words) {
    return words.stream().map(ShellText::word).collect(Collectors.joining(" "));
  }
}
