package dev.hearth.deployment.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A document as a parser that is not ours reads it. */
record YamlTree(Object value) {
  /** All documents of a text. */
  static List<YamlTree> all(String text) {
    List<YamlTree> trees = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(text)
        .forEach(document -> trees.add(new YamlTree(Objects.requireNonNull(document))));
    return trees;
  }

  static YamlTree of(String text) {
    return all(text).getFirst();
  }

  /** What is under these keys; numbers are places in lists. */
  YamlTree at(Object... keys) {
    Object found = value;
    for (Object key : keys) {
      found =
          switch (found) {
            case Map<?, ?> map -> Objects.requireNonNull(map.get(key), () -> "no " + key);
            case List<?> list -> Objects.requireNonNull(list.get((Integer) key));
            default -> throw new IllegalArgumentException(key + " in " + value);
          };
    }
    return new YamlTree(found);
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> map && map.containsKey(key);
  }

  String text() {
    return (String) value;
  }

  long number() {
    return ((Number) value).longValue();
  }

  Stream<YamlTree> items() {
    return ((List<?>) value).stream().map(each -> new YamlTree(Objects.requireNonNull(each)));
  }

  Stream<Map.Entry<String, YamlTree>> entries() {
    return ((Map<?, ?>) value)
        .entrySet().stream()
            .map(each ->
                Map.entry(
                    String.valueOf(each.getKey()),
                    new YamlTree(Objects.requireNonNull(each.getValue()))));
  }

  /**
   * Whether all that is here is there too, with the same values; there may be more, and an empty
   * text may be left out.
   */
  boolean within(YamlTree other) {
    return switch (value) {
      case Map<?, ?> _ ->
          entries()
              .filter(each -> !each.getValue().value().equals(""))
              .allMatch(each ->
                  other.has(each.getKey()) && each.getValue().within(other.at(each.getKey())));
      case List<?> list ->
          other.value() instanceof List<?> others
              && list.size() <= others.size()
              && items().allMatch(each -> other.items().anyMatch(each::within));
      default -> String.valueOf(value).equals(String.valueOf(other.value()));
    };
  }
}
