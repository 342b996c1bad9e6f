package dev.hearth.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text by descent, to a depth that no configuration file needs. */
final class JsonParser {
  private static final int DEEPEST = 64;

  private final String text;
  private int at;

  private JsonParser(String text) {
    this.text = text;
  }

  static Reading<Json> parse(String text, String where) {
    JsonParser parser = new JsonParser(text.startsWith("\uFEFF") ? text.substring(1) : text);
    try {
      Json value = parser.value(0);
      parser.skipBlanks();
      if (parser.at < parser.text.length()) {
        throw new Malformed("something follows its end");
      }
      return Reading.known(value);
    } catch (Malformed malformed) {
      return Reading.unknown(
          where + " is not JSON: " + malformed.getMessage() + ", line " + parser.line());
    }
  }

  private Json value(int depth) {
    if (depth > DEEPEST) {
      throw new Malformed("it is nested too deeply");
    }
    skipBlanks();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Truth(true));
      case 'f' -> word("false", new Json.Truth(false));
      case 'n' -> word("null", new Json.Nothing());
      default -> digits();
    };
  }

  private Json members(int depth) {
    Map<String, Json> members = new HashMap<>();
    at++;
    skipBlanks();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        expect(',');
        skipBlanks();
      }
      String name = string();
      skipBlanks();
      expect(':');
      members.put(name, value(depth + 1));
      skipBlanks();
    }
    at++;
    return new Json.Members(members);
  }

  private Json items(int depth) {
    List<Json> items = new ArrayList<>();
    at++;
    skipBlanks();
    while (peek() != ']') {
      if (!items.isEmpty()) {
        expect(',');
      }
      items.add(value(depth + 1));
      skipBlanks();
    }
    at++;
    return new Json.Items(items);
  }

  private Json word(String word, Json value) {
    if (!text.startsWith(word, at)) {
      throw new Malformed("a value was expected");
    }
    at += word.length();
    return value;
  }

  private Json digits() {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == start) {
      throw new Malformed("a value was expected");
    }
    return new Json.Digits(text.substring(start, at));
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      char next = text.charAt(at++);
      string.append(next == '\\' ? escaped() : next);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char kind = peek();
    at++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new Malformed("\\" + kind + " means nothing");
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw new Malformed("four hexadecimal digits were expected");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw new Malformed("'" + wanted + "' was expected");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new Malformed("it ends too early");
    }
    return text.charAt(at);
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private int line() {
    int line = 1;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** The text breaks the grammar; never leaves this class. */
  private static final class Malformed extends RuntimeException {
    Malformed(String message) {
      super(message, null, false, false);
    }
  }
}
