package dev.hearth.planning.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML file. What reads it asks for every key it knows; a key that nobody asked for
 * is an error, and so is a missing one or one of the wrong form. Errors tell file and line.
 */
public final class Entry {
  private final Place place;
  private final Map<String, Node> values;
  private final Map<String, Node> keyNodes;

  /** In the order in which they were asked, which is that of the documentation. */
  private final Set<String> asked = new LinkedHashSet<>();

  private Entry(Place place, Map<String, Node> values, Map<String, Node> keyNodes) {
    this.place = place;
    this.values = values;
    this.keyNodes = keyNodes;
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
    Node root = Place.compose(name, text);
    return of(new Place(name, root.getStartMark(), ""), root).read(reader);
  }

  private static Entry of(Place place, Node node) {
    if (!(node instanceof MappingNode map)) {
      throw place.wrong("must hold keys and values");
    }
    Map<String, Node> values = new LinkedHashMap<>();
    Map<String, Node> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw place.at(tuple.getKeyNode()).wrong("a key must be a word");
      }
      if (keys.put(key.getValue(), key) != null) {
        throw place.at(key).wrong("key " + key.getValue() + " is there twice");
      }
      values.put(key.getValue(), tuple.getValueNode());
    }
    return new Entry(place, values, keys);
  }

  private <T> T read(Function<Entry, T> reader) {
    T result = reader.apply(this);
    for (Map.Entry<String, Node> key : keyNodes.entrySet()) {
      if (!asked.contains(key.getKey())) {
        throw place
            .at(key.getValue())
            .wrong("unknown key " + key.getKey() + Spelling.question(key.getKey(), asked));
      }
    }
    return result;
  }

  private Optional<Node> value(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).filter(node -> !node.getTag().equals(Tag.NULL));
  }

  private Node required(String key) {
    return value(key).orElseThrow(() -> wrong("key " + key + " is missing" + misspelt(key)));
  }

  /** The key that was probably meant to be the missing one. */
  private String misspelt(String key) {
    Set<String> others = new LinkedHashSet<>(values.keySet());
    others.removeAll(asked);
    return Spelling.nearest(key, others)
        .map(near -> "; is " + near + " in line " + line(near) + " meant?")
        .orElse("");
  }

  private String line(String key) {
    return Optional.ofNullable(keyNodes.get(key)).map(place::at).orElse(place).line();
  }

  /** The keys it has, in their order; the reader still has to ask for each. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(values.keySet()));
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** A text. */
  public String text(String key) {
    return textOf(key, required(key));
  }

  private String textOf(String key, Node node) {
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.STR)
        && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw place.at(node).wrong(key + " must be a text; put quotes around it");
  }

  /** A text that need not be there. */
  public Optional<String> optional(String key) {
    return value(key).map(node -> textOf(key, node));
  }

  /** A text or a number, as it is written. */
  public String word(String key) {
    Node node = required(key);
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw place.at(node).wrong(key + " must be one word");
  }

  /** A text turned into what it stands for. */
  public <T> T as(String key, Function<String, Optional<T>> meaning) {
    return meant(key, required(key), meaning, "cannot be ");
  }

  private <T> T meant(
      String key, Node node, Function<String, Optional<T>> meaning, String refusal) {
    String text = textOf(key, node);
    return meaning.apply(text).orElseThrow(() -> place.at(node).wrong(key + " " + refusal + text));
  }

  /** The same, where it need not be there. */
  public <T> Optional<T> optionalAs(String key, Function<String, Optional<T>> meaning) {
    return value(key).map(node -> meant(key, node, meaning, "cannot be "));
  }

  private List<Node> list(String key) {
    Optional<Node> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof SequenceNode list) {
      return list.getValue();
    }
    throw place.at(value.get()).wrong(key + " must be a list");
  }

  /** A list of texts; empty where the key is missing. */
  public List<String> texts(String key) {
    return list(key).stream().map(each -> textOf(key, each)).toList();
  }

  /** A list of texts, each turned into what it stands for. */
  public <T> List<T> listAs(String key, Function<String, Optional<T>> meaning) {
    return list(key).stream().map(each -> meant(key, each, meaning, "cannot hold ")).toList();
  }

  /** A whole number. */
  public long number(String key) {
    return numberOf(key, required(key));
  }

  /** A list of whole numbers; empty where the key is missing. */
  public List<Long> numbers(String key) {
    return list(key).stream().map(each -> numberOf(key, each)).toList();
  }

  private long numberOf(String key, Node node) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
      try {
        return Long.parseLong(scalar.getValue());
      } catch (NumberFormatException _) {
        throw place.at(node).wrong(key + " is too large");
      }
    }
    throw place.at(node).wrong(key + " must be a whole number");
  }

  /** Yes or no; no where the key is missing. */
  public boolean flag(String key) {
    Optional<Node> value = value(key);
    if (value.isEmpty()) {
      return false;
    }
    if (value.get() instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equals("true");
    }
    throw place.at(value.get()).wrong(key + " must be true or false");
  }

  /** A mapping inside this one. */
  public <T> T child(String key, Function<Entry, T> reader) {
    return inside(key, required(key), reader);
  }

  private <T> T inside(String name, Node node, Function<Entry, T> reader) {
    return of(place.inside(name, node), node).read(reader);
  }

  /** A mapping that need not be there. */
  public <T> Optional<T> optionalChild(String key, Function<Entry, T> reader) {
    return value(key).map(node -> inside(key, node, reader));
  }

  /** A list of mappings; empty where the key is missing. */
  public <T> List<T> children(String key, Function<Entry, T> reader) {
    List<Node> nodes = list(key);
    List<T> read = new ArrayList<>();
    for (int index = 0; index < nodes.size(); index++) {
      read.add(inside(key + "[" + index + "]", nodes.get(index), reader));
    }
    return List.copyOf(read);
  }

  /** What to throw when this entry is wrong. */
  public DataException wrong(String what) {
    return place.wrong(what);
  }
}
