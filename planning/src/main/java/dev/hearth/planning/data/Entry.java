package dev.hearth.planning.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A mapping of a YAML file. What reads it asks for every key it knows; a key that nobody asked for
 * is an error, and so is a missing one or one of the wrong form.
 */
public final class Entry {
  private final String where;
  private final Map<String, @Nullable Object> values;
  private final Set<String> asked = new HashSet<>();

  private Entry(String where, Map<String, @Nullable Object> values) {
    this.where = where;
    this.values = values;
  }

  /** Reads a file that lies beside a class. */
  public static <T> T resource(Class<?> beside, String name, Function<Entry, T> reader) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new DataException(name + " is not in the program");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), reader);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** Reads a text. */
  public static <T> T parse(String name, String text, Function<Entry, T> reader) {
    Object root;
    try {
      root = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new DataException(name + " cannot be read as YAML: " + e.getMessage());
    }
    return of(name, root).read(reader);
  }

  private static Entry of(String where, @Nullable Object node) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new DataException(where + " must hold keys and values");
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    map.forEach((key, value) -> values.put(String.valueOf(key), value));
    return new Entry(where, values);
  }

  private <T> T read(Function<Entry, T> reader) {
    T result = reader.apply(this);
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(asked);
    if (!unknown.isEmpty()) {
      throw wrong("unknown key " + String.join(", ", unknown));
    }
    return result;
  }

  private @Nullable Object value(String key) {
    asked.add(key);
    return values.get(key);
  }

  private Object required(String key) {
    Object value = value(key);
    if (value == null) {
      throw wrong("key " + key + " is missing");
    }
    return value;
  }

  /** The keys it has; the reader still has to ask for each. */
  public Set<String> keys() {
    return Set.copyOf(values.keySet());
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A text. */
  public String text(String key) {
    return textOf(key, required(key));
  }

  private String textOf(String key, @Nullable Object value) {
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw wrong(key + " must be a text; put quotes around it");
  }

  /** A text that need not be there. */
  public Optional<String> optional(String key) {
    Object value = value(key);
    return value == null ? Optional.empty() : Optional.of(textOf(key, value));
  }

  /** A text turned into what it stands for. */
  public <T> T as(String key, Function<String, Optional<T>> meaning) {
    String text = text(key);
    return meaning.apply(text).orElseThrow(() -> wrong(key + " cannot be " + text));
  }

  /** The same, where it need not be there. */
  public <T> Optional<T> optionalAs(String key, Function<String, Optional<T>> meaning) {
    return value(key) == null ? Optional.empty() : Optional.of(as(key, meaning));
  }

  /** A list of texts; empty where the key is missing. */
  public List<String> texts(String key) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(key + " must be a list");
    }
    return list.stream().map(each -> textOf(key, each)).toList();
  }

  /** A list of texts, each turned into what it stands for. */
  public <T> List<T> listAs(String key, Function<String, Optional<T>> meaning) {
    return texts(key).stream()
        .map(text -> meaning.apply(text).orElseThrow(() -> wrong(key + " cannot hold " + text)))
        .toList();
  }

  /** A whole number. */
  public long number(String key) {
    if (required(key) instanceof Number number) {
      return number.longValue();
    }
    throw wrong(key + " must be a number");
  }

  /** Yes or no; no where the key is missing. */
  public boolean flag(String key) {
    Object value = value(key);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(key + " must be true or false");
  }

  /** A mapping inside this one. */
  public <T> T child(String key, Function<Entry, T> reader) {
    return of(where + ": " + key, required(key)).read(reader);
  }

  /** A mapping that need not be there. */
  public <T> Optional<T> optionalChild(String key, Function<Entry, T> reader) {
    return value(key) == null ? Optional.empty() : Optional.of(child(key, reader));
  }

  /** A list of mappings; empty where the key is missing. */
  public <T> List<T> children(String key, Function<Entry, T> reader) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw wrong(key + " must be a list");
    }
    List<T> read = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      read.add(of(where + ": " + key + "[" + index + "]", list.get(index)).read(reader));
    }
    return List.copyOf(read);
  }

  /** What to throw when this entry is wrong. */
  public DataException wrong(String what) {
    return new DataException(where + ": " + what);
  }
}
