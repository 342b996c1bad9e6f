package dev.hearth.evidence.workload;

import dev.hearth.machine.Json;
import java.util.List;
import java.util.Optional;

/** Numbers out of JSON; what is none is left out. */
public final class JsonNumbers {
  private JsonNumbers() {}

  /** The number, if this is one and finite. */
  public static Optional<Double> of(Json json) {
    if (json instanceof Json.Digits(String digits)) {
      try {
        double number = Double.parseDouble(digits);
        return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The number of a member. */
  public static Optional<Double> of(Json json, String name) {
    return json.member(name).flatMap(JsonNumbers::of);
  }

  /** The items, if this is an array; else none. */
  public static List<Json> items(Json json) {
    return json instanceof Json.Items(List<Json> items) ? items : List.of();
  }

  /** The items of a member. */
  public static List<Json> items(Json json, String name) {
    return json.member(name).map(JsonNumbers::items).orElse(List.of());
  }

  /** All numbers of an array; empty where one item is none. */
  public static List<Double> vector(Json json) {
    List<Json> items = items(json);
    List<Double> numbers = items.stream().flatMap(each -> of(each).stream()).toList();
    return numbers.size() == items.size() ? numbers : List.of();
  }
}
