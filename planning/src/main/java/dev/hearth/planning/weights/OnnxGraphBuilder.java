package dev.hearth.planning.weights;

import dev.hearth.planning.weights.OnnxGraph.Dimension;
import dev.hearth.planning.weights.OnnxGraph.Node;
import dev.hearth.planning.weights.OnnxGraph.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the outermost graph of an ONNX file while it is read, up to a bound on its size. */
final class OnnxGraphBuilder {
  private static final int LONGEST_NAME = 1 << 12;
  private static final int MOST_DIMENSIONS = 64;

  /** Characters of names kept; a graph with more is not followed, its weights still count. */
  private static final long MOST_NAMES = 1 << 24;

  private static final int MOST_ENTRIES = 1 << 20;

  private final Map<String, Integer> indices = new HashMap<>();
  private final List<Optional<Shape>> shapes = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<Integer> outputs = new ArrayList<>();
  private final Set<Integer> constants = new HashSet<>();
  private long names;
  private long entries;

  /** The name of a value that a node reads or writes. */
  int value(String name) {
    Integer known = indices.get(name);
    if (known != null) {
      return known;
    }
    names += name.length();
    if (isTooLarge()) {
      return 0;
    }
    indices.put(name, shapes.size());
    shapes.add(Optional.empty());
    return shapes.size() - 1;
  }

  boolean isTooLarge() {
    return names > MOST_NAMES || entries > MOST_ENTRIES || shapes.size() >= MOST_ENTRIES;
  }

  void constant(String name) {
    int value = value(name);
    if (!isTooLarge()) {
      constants.add(value);
    }
  }

  void node(List<String> reads, List<String> writes, boolean isConstant) {
    entries += 1L + reads.size() + writes.size();
    if (isTooLarge()) {
      return;
    }
    if (isConstant) {
      writes.forEach(this::constant);
    } else {
      nodes.add(new Node(values(reads), values(writes)));
    }
  }

  /** An empty name stands for an input or output that is left out. */
  private List<Integer> values(List<String> of) {
    return of.stream().filter(name -> !name.isEmpty()).map(this::value).toList();
  }

  /** What a {@code ValueInfoProto} describes. */
  enum Role {
    INPUT,
    OUTPUT,
    BETWEEN;

    /** Fields 11, 12 and 13 of {@code GraphProto}. */
    static Role ofField(int number) {
      return switch (number) {
        case 11 -> INPUT;
        case 12 -> OUTPUT;
        default -> BETWEEN;
      };
    }
  }

  void describe(Wire wire, long end, Role role) throws IOException {
    String name = "";
    Optional<Shape> shape = Optional.empty();
    while (wire.next(end)) {
      if (wire.is(1, Wire.LENGTH)) {
        name = wire.text(end, LONGEST_NAME);
      } else if (wire.is(2, Wire.LENGTH)) {
        shape = type(wire, wire.end(end));
      } else {
        wire.skip(end);
      }
    }
    entries++;
    int value = value(name);
    if (isTooLarge()) {
      return;
    }
    if (shape.isPresent()) {
      shapes.set(value, shape);
    }
    switch (role) {
      case INPUT -> inputs.add(value);
      case OUTPUT -> outputs.add(value);
      case BETWEEN -> {}
    }
  }

  private static Optional<Shape> type(Wire wire, long end) throws IOException {
    Optional<Shape> shape = Optional.empty();
    while (wire.next(end)) {
      if (wire.is(1, Wire.LENGTH)) {
        shape = tensorType(wire, wire.end(end));
      } else {
        wire.skip(end);
      }
    }
    return shape;
  }

  private static Optional<Shape> tensorType(Wire wire, long end) throws IOException {
    long type = 0;
    Optional<List<Dimension>> dimensions = Optional.empty();
    while (wire.next(end)) {
      if (wire.is(1, Wire.VARINT)) {
        type = wire.varint();
      } else if (wire.is(2, Wire.LENGTH)) {
        dimensions = Optional.of(dimensions(wire, wire.end(end)));
      } else {
        wire.skip(end);
      }
    }
    int bits = OnnxType.bits(type);
    return dimensions.map(known -> new Shape(bits, List.copyOf(known)));
  }

  private static List<Dimension> dimensions(Wire wire, long end) throws IOException {
    List<Dimension> dimensions = new ArrayList<>();
    while (wire.next(end)) {
      if (!wire.is(1, Wire.LENGTH)) {
        wire.skip(end);
      } else if (dimensions.size() == MOST_DIMENSIONS) {
        throw new MalformedException("a shape has more than " + MOST_DIMENSIONS + " dimensions");
      } else {
        dimensions.add(dimension(wire, wire.end(end)));
      }
    }
    return dimensions;
  }

  private static Dimension dimension(Wire wire, long end) throws IOException {
    Dimension dimension = new Dimension.Free("");
    while (wire.next(end)) {
      if (wire.is(1, Wire.VARINT)) {
        long size = wire.varint();
        dimension = size < 0 ? new Dimension.Free("") : new Dimension.Fixed(size);
      } else if (wire.is(2, Wire.LENGTH)) {
        dimension = new Dimension.Free(wire.text(end, LONGEST_NAME));
      } else {
        wire.skip(end);
      }
    }
    return dimension;
  }

  /** The graph, its weights left out; empty when it was too large to follow. */
  Optional<OnnxGraph> build() {
    if (isTooLarge()) {
      return Optional.empty();
    }
    // Old files list weights among the inputs too, and folded constants take no room of their own.
    for (int constant : constants) {
      shapes.set(constant, Optional.of(new Shape(8, List.of(new Dimension.Fixed(0)))));
    }
    inputs.removeAll(constants);
    return Optional.of(new OnnxGraph(shapes, nodes, inputs, outputs));
  }
}
