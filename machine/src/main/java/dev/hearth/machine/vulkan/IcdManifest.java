package dev.hearth.machine.vulkan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver manifest says. Only the two facts that matter are looked for, wherever they stand:
 * a manifest has ten lines, and a whole JSON reader would cost more at start than it tells.
 *
 * @param libraryPath {@code library_path}: a name, or a path
 * @param apiVersion {@code api_version}
 * @param wordSize {@code library_arch}, which newer manifests have: 32 or 64
 */
record IcdManifest(
    Optional<String> libraryPath, Optional<String> apiVersion, Optional<String> wordSize) {

  static IcdManifest parse(String json) {
    Map<String, String> texts = texts(json);
    return new IcdManifest(
        Optional.ofNullable(texts.get("library_path"))
            .map(String::strip)
            .filter(path -> !path.isEmpty()),
        Optional.ofNullable(texts.get("api_version")).filter(version -> !version.isBlank()),
        Optional.ofNullable(texts.get("library_arch")));
  }

  /** Every {@code "key": "text"} of the file, the first of each key. */
  private static Map<String, String> texts(String json) {
    Map<String, String> found = new HashMap<>();
    int at = json.indexOf('"');
    while (at >= 0) {
      int end = closingQuote(json, at + 1);
      int colon = pastBlanks(json, end + 1);
      int value = holds(json, colon, ':') ? pastBlanks(json, colon + 1) : end + 1;
      if (value > colon && holds(json, value, '"')) {
        int valueEnd = closingQuote(json, value + 1);
        found.putIfAbsent(
            unescaped(json.substring(at + 1, end)), unescaped(json.substring(value + 1, valueEnd)));
        end = valueEnd;
      }
      at = json.indexOf('"', Math.min(end + 1, json.length()));
    }
    return found;
  }

  /** Where the text that begins here ends: at its closing quote, or with the file. */
  private static int closingQuote(String json, int from) {
    int at = from;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, json.length());
  }

  private static int pastBlanks(String json, int from) {
    int at = from;
    while (at < json.length() && json.charAt(at) <= ' ') {
      at++;
    }
    return at;
  }

  private static boolean holds(String json, int at, char wanted) {
    return at < json.length() && json.charAt(at) == wanted;
  }

  private static String unescaped(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }
}
