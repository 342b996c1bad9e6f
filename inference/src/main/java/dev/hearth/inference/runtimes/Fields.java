package dev.hearth.inference.runtimes;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a JSON object that must be there. The documents of this package are read at every
 * start, where a library for JSON would cost more than all else.
 *
 * @param object that has them
 */
record Fields(Json object) {

  /** A document of ours is not what it should be. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  static Fields of(String document, String where) throws Malformed {
    return switch (Json.parse(document, where)) {
      case Reading.Known<Json>(Json value) -> new Fields(value);
      case Reading.Unknown<Json>(String reason) -> throw new Malformed(reason);
    };
  }

  private static <T> T require(Optional<T> value, String name) throws Malformed {
    return value.orElseThrow(() -> new Malformed("there is no " + name));
  }

  String text(String name) throws Malformed {
    return require(object.text(name), name);
  }

  /** A text that may be absent, null or blank. */
  Optional<String> optional(String name) {
    return object.text(name).filter(text -> !text.isEmpty());
  }

  long number(String name) throws Malformed {
    Optional<String> digits =
        object
            .member(name)
            .flatMap(member ->
                member instanceof Json.Digits(String value)
                    ? Optional.of(value)
                    : Optional.empty());
    String text = require(digits, name);
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(Character::isDigit)) {
      throw new Malformed(name + " is no count");
    }
    return Long.parseLong(text);
  }

  Fields object(String name) throws Malformed {
    return new Fields(require(object.member(name), name));
  }

  /** Reads one element of an array. */
  interface Reader<T> {
    T read(Fields fields) throws Malformed;
  }

  <T> List<T> list(String name, Reader<T> reader) throws Malformed {
    List<T> read = new ArrayList<>();
    if (object.member(name).orElse(new Json.Nothing()) instanceof Json.Items(List<Json> items)) {
      for (Json item : items) {
        read.add(reader.read(new Fields(item)));
      }
      return read;
    }
    throw new Malformed("there is no list " + name);
  }
}
