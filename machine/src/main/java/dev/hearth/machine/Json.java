package dev.hearth.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value out of a configuration file: enough to look a few settings up, without a library on
 * the way of every start.
 */
public sealed interface Json {
  /** An object; of members of one name the last counts. */
  record Members(Map<String, Json> byName) implements Json {
    public Members {
      byName = Map.copyOf(byName);
    }
  }

  /** An array. */
  record Items(List<Json> inOrder) implements Json {
    public Items {
      inOrder = List.copyOf(inOrder);
    }
  }

  /** A string. */
  record Text(String value) implements Json {}

  /** A number, as it was written. */
  record Digits(String value) implements Json {}

  /** True or false. */
  record Truth(boolean value) implements Json {}

  /** The null of JSON. */
  record Nothing() implements Json {}

  /**
   * The value of a text; unknown with the place where it breaks the grammar.
   *
   * @param text the file's content
   * @param where its path, for the reason
   */
  static Reading<Json> parse(String text, String where) {
    return JsonParser.parse(text, where);
  }

  /** The member of a name; empty where this is no object, or has none. */
  default Optional<Json> member(String name) {
    return this instanceof Members(Map<String, Json> byName)
        ? Optional.ofNullable(byName.get(name))
        : Optional.empty();
  }

  /** The string of a member; empty where it is absent, or something else. */
  default Optional<String> text(String name) {
    return member(name).flatMap(Json::string);
  }

  /** The string, if this is one. */
  default Optional<String> string() {
    return this instanceof Text(String value) ? Optional.of(value) : Optional.empty();
  }

  /** The truth value of a member; empty where it is absent, or something else. */
  default Optional<Boolean> truth(String name) {
    return member(name)
        .flatMap(member ->
            member instanceof Truth(boolean value) ? Optional.of(value) : Optional.empty());
  }

  /** The whole number of a member; empty where it is absent, or something else. */
  default Optional<Long> number(String name) {
    return member(name)
        .flatMap(member ->
            member instanceof Digits(String value) ? wholeNumber(value) : Optional.empty());
  }

  /** The items of a member; none where it is absent, or no array. */
  default List<Json> items(String name) {
    return member(name).map(Json::items).orElse(List.of());
  }

  /** The items, if this is an array; else none. */
  default List<Json> items() {
    return this instanceof Items(List<Json> inOrder) ? inOrder : List.of();
  }

  private static Optional<Long> wholeNumber(String digits) {
    try {
      return Optional.of(Long.parseLong(digits));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
