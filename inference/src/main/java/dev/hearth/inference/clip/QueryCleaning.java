package dev.hearth.inference.clip;

import java.util.Locale;

/** What happens to a query before it is tokenised. */
final class QueryCleaning {
  /** Python's {@code string.punctuation}. */
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  private QueryCleaning() {}

  /** Each run of white space becomes one space; none is left at the ends. */
  static String collapse(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isSpace(c)) {
        clean.append(c);
      } else if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
        clean.append(' ');
      }
    }
    if (!clean.isEmpty() && clean.charAt(clean.length() - 1) == ' ') {
      clean.setLength(clean.length() - 1);
    }
    return clean.toString();
  }

  /** Drops ASCII punctuation, the underscore too, and lowers the case. */
  static String canonicalize(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (PUNCTUATION.indexOf(c) < 0) {
        clean.append(c);
      }
    }
    return clean.toString().toLowerCase(Locale.ROOT);
  }

  /** What Python's {@code str.split()} splits at; Java's sets differ in the no-break spaces. */
  private static boolean isSpace(char c) {
    return c <= ' '
        ? c == ' ' || (c >= '\t' && c <= '\r') || c >= 0x1c
        : c == 0x85
            || c == 0xa0
            || c == 0x1680
            || (c >= 0x2000 && c <= 0x200a)
            || c == 0x2028
            || c == 0x2029
            || c == 0x202f
            || c == 0x205f
            || c == 0x3000;
  }
}
