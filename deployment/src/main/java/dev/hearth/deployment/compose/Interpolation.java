package dev.hearth.deployment.compose;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Puts values in the place of {@code ${NAME:-default}}, as Compose does. */
public final class Interpolation {
  private static final int DEEPEST = 16;

  private final Map<String, String> values;

  public Interpolation(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Whether a text has a variable in it. */
  public static boolean variable(String raw) {
    return raw.replace("$$", "").contains("$");
  }

  /** The text with everything put in; empty where a value is required and missing. */
  public Optional<String> resolve(String raw) {
    return resolve(raw, 0);
  }

  private Optional<String> resolve(String raw, int depth) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at);
      if (c != '$' || at + 1 == raw.length()) {
        text.append(c);
        at++;
      } else if (raw.charAt(at + 1) == '$') {
        text.append('$');
        at += 2;
      } else {
        int end = raw.charAt(at + 1) == '{' ? closing(raw, at + 2) : nameEnd(raw, at + 1);
        boolean braces = raw.charAt(at + 1) == '{';
        if (end <= at + 1 || depth > DEEPEST) {
          return Optional.empty();
        }
        Optional<String> value =
            braces
                ? expression(raw.substring(at + 2, end), depth)
                : Optional.of(values.getOrDefault(raw.substring(at + 1, end), ""));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        text.append(value.get());
        at = braces ? end + 1 : end;
      }
    }
    return Optional.of(text.toString());
  }

  private Optional<String> expression(String inside, int depth) {
    int end = nameEnd(inside, 0);
    String name = inside.substring(0, end);
    String rest = inside.substring(end);
    boolean alsoEmpty = rest.startsWith(":");
    String operator = alsoEmpty ? rest.substring(1) : rest;
    Optional<String> value =
        Optional.ofNullable(values.get(name)).filter(it -> !alsoEmpty || !it.isEmpty());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (operator.isEmpty()) {
      return Optional.of(value.orElse(""));
    }
    String other = operator.substring(1);
    return switch (operator.charAt(0)) {
      case '-' -> value.or(() -> resolve(other, depth + 1));
      case '?' -> value;
      case '+' -> value.isPresent() ? resolve(other, depth + 1) : Optional.of("");
      default -> Optional.empty();
    };
  }

  private static int closing(String raw, int from) {
    int open = 1;
    for (int at = from; at < raw.length(); at++) {
      open += raw.startsWith("${", at) ? 1 : raw.charAt(at) == '}' ? -1 : 0;
      if (open == 0) {
        return at;
      }
    }
    return -1;
  }

  private static int nameEnd(String raw, int from) {
    int at = from;
    while (at < raw.length()
        && (raw.charAt(at) == '_'
            || (raw.charAt(at) < 128 && Character.isLetterOrDigit(raw.charAt(at))))) {
      at++;
    }
    return at;
  }

  /** The values in an .env file. */
  public static Map<String, String> parseFile(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines().forEach(line -> assignment(line.strip(), values));
    return Map.copyOf(values);
  }

  private static void assignment(String line, Map<String, String> values) {
    String stripped = line.startsWith("export ") ? line.substring(7).strip() : line;
    int equals = stripped.indexOf('=');
    if (equals <= 0 || stripped.startsWith("#")) {
      return;
    }
    values.put(
        stripped.substring(0, equals).strip(), value(stripped.substring(equals + 1).strip()));
  }

  private static String value(String raw) {
    if (raw.length() > 1 && (raw.charAt(0) == '"' || raw.charAt(0) == '\'')) {
      int end = raw.indexOf(raw.charAt(0), 1);
      return end < 0 ? raw : raw.substring(1, end);
    }
    int comment = raw.indexOf(" #");
    return comment < 0 ? raw : raw.substring(0, comment).strip();
  }
}
