package dev.hearth.server.wire;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A header value with parameters, such as {@code form-data; name="image"; filename="blob"}.
 *
 * @param value before the first semicolon, in lower case
 * @param parameters names in lower case; the first of equal names counts
 */
record HeaderValue(String value, Map<String, String> parameters) {

  static HeaderValue parse(String text) {
    int semicolon = text.indexOf(';');
    String value = semicolon < 0 ? text : text.substring(0, semicolon);
    Map<String, String> parameters = new HashMap<>();
    int at = semicolon < 0 ? text.length() : semicolon + 1;
    while (at < text.length()) {
      at = parameter(text, at, parameters);
    }
    return new HeaderValue(value.strip().toLowerCase(Locale.ROOT), parameters);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** Reads one parameter and returns where the next begins. */
  private static int parameter(String text, int start, Map<String, String> into) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ';') {
      at++;
    }
    String name = text.substring(start, at).strip().toLowerCase(Locale.ROOT);
    StringBuilder value = new StringBuilder();
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '"') {
        at = quoted(text, at + 1, value);
      } else {
        int end = endOfParameter(text, at);
        value.append(text, at, end);
        at = end;
      }
    }
    if (!name.isEmpty()) {
      into.putIfAbsent(name, value.toString().strip());
    }
    return endOfParameter(text, at) + 1;
  }

  private static int quoted(String text, int start, StringBuilder value) {
    int at = start;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
      at++;
    }
    return at;
  }

  private static int endOfParameter(String text, int from) {
    int semicolon = text.indexOf(';', from);
    return semicolon < 0 ? text.length() : semicolon;
  }
}
