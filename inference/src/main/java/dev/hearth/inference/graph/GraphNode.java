package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One node ({@code NodeProto}). Inputs are changed only through {@link Graph}, which keeps track of
 * who reads what.
 */
final class GraphNode {
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int NAME = 3;
  private static final int OP_TYPE = 4;
  private static final int ATTRIBUTE = 5;
  private static final int DOC_STRING = 6;
  private static final int DOMAIN = 7;
  private static final int METADATA = 9;

  private final String op;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private Optional<ByteBuffer> original = Optional.empty();
  private boolean changed;

  private GraphNode(String op) {
    this.op = op;
  }

  /** A new node of the standard operator set. */
  static GraphNode of(String op, List<String> inputs, String output, Attribute... attributes) {
    GraphNode node = new GraphNode(op);
    node.inputs.addAll(inputs);
    node.outputs.add(output);
    for (Attribute attribute : attributes) {
      node.attributes.put(attribute.name(), attribute);
    }
    return node;
  }

  static GraphNode read(ByteBuffer body) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<Attribute> attributes = new ArrayList<>();
    String op = "";
    String domain = "";
    WireReader in = new WireReader(body);
    while (in.next()) {
      switch (in.field()) {
        case INPUT -> inputs.add(in.string());
        case OUTPUT -> outputs.add(in.string());
        case OP_TYPE -> op = in.string();
        case DOMAIN -> domain = in.string();
        case ATTRIBUTE -> attributes.add(Attribute.read(in.bytes()));
        case NAME, DOC_STRING, METADATA -> {}
        default -> throw new MalformedModelException("field " + in.field() + " in a node");
      }
    }
    boolean standard = domain.isEmpty() || domain.equals("ai.onnx");
    GraphNode node = new GraphNode(standard ? op : domain + ":" + op);
    node.inputs.addAll(inputs);
    node.outputs.addAll(outputs);
    attributes.forEach(attribute -> node.attributes.put(attribute.name(), attribute));
    node.original = Optional.of(body);
    return node;
  }

  /** The operator; with its domain before a colon when it is not a standard one. */
  String op() {
    return op;
  }

  boolean is(String operator) {
    return op.equals(operator);
  }

  List<String> inputs() {
    return inputs;
  }

  /** The name of this input; empty when the node does not give it. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  List<String> outputs() {
    return outputs;
  }

  /** The only output of a node that has one. */
  String output() {
    return outputs.getFirst();
  }

  boolean hasOneOutput() {
    return outputs.size() == 1;
  }

  Optional<Attribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  long integer(String name, long absent) {
    return attribute(name).map(Attribute::integer).orElse(absent);
  }

  float real(String name, float absent) {
    return attribute(name).map(Attribute::real).orElse(absent);
  }

  String text(String name, String absent) {
    return attribute(name).map(Attribute::text).orElse(absent);
  }

  /** Whether every element of this list attribute is the value; true where it is absent. */
  boolean all(String name, long value) {
    for (long element : attribute(name).map(Attribute::integers).orElse(new long[0])) {
      if (element != value) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it has no attribute but these: one that a rule does not know could change the sense.
   */
  boolean hasOnly(Set<String> known) {
    return known.containsAll(attributes.keySet());
  }

  void setInput(int index, String name) {
    while (inputs.size() <= index) {
      inputs.add("");
    }
    inputs.set(index, name);
    changed = true;
  }

  ByteBuffer body() {
    return original.map(body -> changed ? withInputs(body) : body).orElseGet(this::write);
  }

  private ByteBuffer withInputs(ByteBuffer body) {
    WireWriter out = new WireWriter();
    inputs.forEach(input -> out.string(INPUT, input));
    WireReader in = new WireReader(body);
    while (in.next()) {
      if (in.field() != INPUT) {
        out.raw(in.raw());
      }
    }
    return out.toBuffer();
  }

  private ByteBuffer write() {
    WireWriter out = new WireWriter();
    inputs.forEach(input -> out.string(INPUT, input));
    outputs.forEach(output -> out.string(OUTPUT, output));
    out.string(NAME, output()).string(OP_TYPE, op);
    attributes.values().forEach(attribute -> out.bytes(ATTRIBUTE, attribute.body()));
    return out.toBuffer();
  }

  @Override
  public String toString() {
    return op + inputs + " -> " + outputs;
  }
}
