package dev.hearth.inference.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes of one model in topological order, with who makes and who reads each value, and the
 * values that the file holds. Rules change it through {@link #replace}, {@link #insertBefore} and
 * {@link #rewire}, which keep the order and the book of readers.
 */
final class Graph {
  private final long opset;
  private final List<GraphNode> nodes;
  private final Map<String, Constant> constants;
  private final Set<String> inputs;
  private final Set<String> outputNames = new HashSet<>();
  private List<GraphValue> outputs;
  private final Map<String, GraphNode> makers = new HashMap<>();
  private final Map<String, List<GraphNode>> readers = new HashMap<>();
  private final Set<String> stored;
  private final Map<String, Constant> added = new LinkedHashMap<>();
  private int fresh;

  Graph(
      long opset,
      List<GraphNode> nodes,
      Map<String, Constant> initializers,
      Set<String> inputs,
      List<GraphValue> outputs) {
    this.opset = opset;
    this.nodes = new ArrayList<>(nodes);
    this.constants = new HashMap<>(initializers);
    this.stored = Set.copyOf(initializers.keySet());
    this.inputs = Set.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    outputs.forEach(output -> outputNames.add(output.name()));
    this.constants.keySet().removeAll(inputs);
    this.nodes.forEach(this::enter);
  }

  long opset() {
    return opset;
  }

  /** The nodes as they stand; a copy, so that rules may change the graph while they walk. */
  List<GraphNode> nodes() {
    return List.copyOf(nodes);
  }

  boolean holds(GraphNode node) {
    return !node.outputs().isEmpty() && makers.get(node.outputs().getFirst()) == node;
  }

  Optional<Constant> constant(String name) {
    return Optional.ofNullable(constants.get(name));
  }

  /** The values of a float tensor with one element that the file holds. */
  Optional<Float> scalar(String name) {
    return constant(name).filter(c -> c.isFloat() && c.elements() == 1).map(c -> c.floats()[0]);
  }

  /** The node that computes this value; none for constants and the graph's inputs. */
  Optional<GraphNode> maker(String value) {
    return Optional.ofNullable(makers.get(value)).filter(node -> !constants.containsKey(value));
  }

  /** The node that computes this value, when it is of this operator. */
  Optional<GraphNode> maker(String value, String op) {
    return maker(value).filter(node -> node.is(op));
  }

  /** Who reads this value; a node that reads it twice is in the list twice. */
  List<GraphNode> readers(String value) {
    return List.copyOf(readers.getOrDefault(value, List.of()));
  }

  boolean isOutput(String value) {
    return outputNames.contains(value);
  }

  /** The only reader of a value that nobody else, not even the caller of the model, sees. */
  Optional<GraphNode> onlyReader(String value) {
    List<GraphNode> all = readers.getOrDefault(value, List.of());
    return all.size() == 1 && !isOutput(value) ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /** Whether this node's only output has that node as its only reader. */
  boolean feedsOnly(GraphNode node, GraphNode reader) {
    return node.hasOneOutput()
        && onlyReader(node.output()).filter(only -> only == reader).isPresent();
  }

  /** Puts a node in the place of another that made the same value. */
  void replace(GraphNode old, GraphNode node) {
    int place = nodes.indexOf(old);
    leave(old);
    nodes.set(place, node);
    enter(node);
  }

  /** Puts a node in front of another. */
  void insertBefore(GraphNode reader, GraphNode node) {
    nodes.add(nodes.indexOf(reader), node);
    enter(node);
  }

  /** Puts a node at the end. */
  void append(GraphNode node) {
    nodes.add(node);
    enter(node);
  }

  List<GraphValue> outputs() {
    return outputs;
  }

  /** Gives the model other outputs. */
  void replaceOutputs(List<GraphValue> values) {
    outputs = List.copyOf(values);
    outputNames.clear();
    values.forEach(value -> outputNames.add(value.name()));
  }

  /** Lets one input of a node read another value. */
  void rewire(GraphNode node, int input, String value) {
    leave(node);
    node.setInput(input, value);
    enter(node);
  }

  /** Lets every reader of a value read another one, and drops what made it for them alone. */
  void bypass(String with, String value) {
    for (GraphNode reader : readers(value)) {
      for (int i = 0; i < reader.inputs().size(); i++) {
        if (reader.input(i).equals(value)) {
          rewire(reader, i, with);
        }
      }
    }
    dropUnread(value);
  }

  /** Removes the node that makes this value, and what feeds only it, when nobody reads it. */
  void dropUnread(String value) {
    Optional<GraphNode> node =
        maker(value).filter(maker -> maker.outputs().stream().noneMatch(this::isRead));
    if (node.isPresent()) {
      remove(node.get());
      node.get().inputs().forEach(this::dropUnread);
    }
  }

  void remove(GraphNode node) {
    leave(node);
    nodes.remove(node);
  }

  /** Adds float weights under a new name. */
  String add(String base, float[] values, long... dims) {
    String name = freshName(base);
    Constant constant = Constant.of(values, dims);
    constants.put(name, constant);
    added.put(name, constant);
    return name;
  }

  /** A name that no value of the graph has. */
  String freshName(String base) {
    String name;
    do {
      name = base + "/hearth" + fresh++;
    } while (makers.containsKey(name)
        || readers.containsKey(name)
        || constants.containsKey(name)
        || inputs.contains(name));
    return name;
  }

  /** Drops what computes or holds values that nobody reads any more. */
  void sweep() {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      GraphNode node = nodes.get(i);
      if (node.outputs().stream().noneMatch(this::isRead)) {
        leave(node);
        nodes.remove(i);
      }
    }
    Set<String> unread = new HashSet<>(constants.keySet());
    unread.removeIf(this::isRead);
    constants.keySet().removeAll(unread);
    added.keySet().removeAll(unread);
  }

  /** Whether each value is made once, before it is read. */
  boolean isSound() {
    Set<String> made = new HashSet<>(inputs);
    made.addAll(stored);
    made.addAll(added.keySet());
    for (GraphNode node : nodes) {
      boolean inOrder = node.inputs().stream().allMatch(i -> i.isEmpty() || made.contains(i));
      boolean once = node.outputs().stream().allMatch(o -> o.isEmpty() || made.add(o));
      if (!inOrder || !once) {
        return false;
      }
    }
    return made.containsAll(outputNames);
  }

  boolean isRead(String value) {
    return isOutput(value) || !readers.getOrDefault(value, List.of()).isEmpty();
  }

  Map<String, Constant> added() {
    return added;
  }

  private void enter(GraphNode node) {
    node.outputs().forEach(output -> makers.put(output, node));
    for (String input : node.inputs()) {
      if (!input.isEmpty()) {
        readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(node);
      }
    }
    if (node.is("Constant") && node.hasOneOutput()) {
      node.attribute("value")
          .flatMap(Attribute::tensor)
          .ifPresent(tensor -> constants.put(node.output(), Constant.read(tensor)));
    }
  }

  private void leave(GraphNode node) {
    node.outputs().forEach(output -> makers.remove(output, node));
    node.inputs().forEach(input -> readers.getOrDefault(input, new ArrayList<>()).remove(node));
  }
}
