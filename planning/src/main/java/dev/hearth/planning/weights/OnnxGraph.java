package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an ONNX graph tells of the tensors between its nodes: enough to say how much memory they
 * need at once, when the file carries their shapes.
 */
public final class OnnxGraph {
  /** One dimension of a tensor: a number, or a name for one that each request decides. */
  sealed interface Dimension {
    record Fixed(long size) implements Dimension {}

    record Free(String name) implements Dimension {}
  }

  /** A tensor's element size and shape. */
  record Shape(int bits, List<Dimension> dimensions) {}

  /** The tensors, by index, that a node reads and writes. */
  record Node(List<Integer> inputs, List<Integer> outputs) {}

  /**
   * Memory for the tensors between nodes.
   *
   * @param bytes the most that lives at once, inputs and outputs with it; unknown where shapes lack
   * @param ends bytes of the graph's inputs and outputs alone
   * @param basis how it was reckoned, or what lacks
   * @param free names of dimensions that each request decides and that were not given
   */
  public record Activations(
      Reading<Long> bytes, Reading<Long> ends, String basis, SortedSet<String> free) {}

  private final List<Optional<Shape>> shapes;
  private final List<Node> nodes;
  private final List<Integer> inputs;
  private final List<Integer> outputs;

  OnnxGraph(
      List<Optional<Shape>> shapes, List<Node> nodes, List<Integer> inputs, List<Integer> outputs) {
    this.shapes = List.copyOf(shapes);
    this.nodes = List.copyOf(nodes);
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
  }

  /**
   * The most that lives at once, node by node in the file's order; a tensor lives from the node
   * that writes it to the last that reads it. The runtime may do better (it reuses buffers in
   * place) or worse (work space of convolutions).
   *
   * @param sizes sizes of named dimensions; a first dimension without one counts as 1
   */
  public Activations activations(Map<String, Long> sizes) {
    SortedSet<String> free = new TreeSet<>();
    List<Optional<Long>> bytes = new ArrayList<>();
    for (Optional<Shape> shape : shapes) {
      bytes.add(shape.flatMap(known -> size(known, sizes, free)));
    }
    Reading<Long> ends = ends(bytes);
    long written = nodes.stream().mapToLong(node -> node.outputs().size()).sum();
    long known =
        nodes.stream()
            .flatMap(node -> node.outputs().stream())
            .filter(value -> bytes.get(value).isPresent())
            .count();
    if (known < written || ends instanceof Reading.Unknown<Long>) {
      String why = "the file tells the shapes of " + known + " of " + written + " tensors between";
      String reason = why + (free.isEmpty() ? " its nodes" : " its nodes for given " + free);
      return new Activations(Reading.unknown(reason), ends, reason, free);
    }
    return new Activations(
        Reading.known(mostAtOnce(bytes)),
        ends,
        "the most that lives at once of " + written + " tensors between nodes, batch of one",
        free);
  }

  private Reading<Long> ends(List<Optional<Long>> bytes) {
    long sum = 0;
    for (List<Integer> values : List.of(inputs, outputs)) {
      for (int value : values) {
        Optional<Long> size = bytes.get(value);
        if (size.isEmpty()) {
          return Reading.unknown("the file does not tell the shapes of its inputs and outputs");
        }
        sum = Math.min(Sizes.LARGEST, sum + size.get());
      }
    }
    return Reading.known(sum);
  }

  private long mostAtOnce(List<Optional<Long>> bytes) {
    int[] readers = new int[shapes.size()];
    nodes.forEach(node -> node.inputs().forEach(value -> readers[value]++));
    // The caller holds inputs, and takes outputs away after the last node: both live to the end.
    inputs.forEach(value -> readers[value]++);
    outputs.forEach(value -> readers[value]++);
    long live = 0;
    for (int value : inputs) {
      live = grown(live, bytes, value);
    }
    long most = live;
    for (Node node : nodes) {
      for (int value : node.outputs()) {
        live = grown(live, bytes, value);
      }
      most = Math.max(most, live);
      for (int value : node.outputs()) {
        live -= readers[value] == 0 ? bytes.get(value).orElse(0L) : 0;
      }
      for (int value : node.inputs()) {
        readers[value]--;
        live -= readers[value] == 0 ? bytes.get(value).orElse(0L) : 0;
      }
    }
    return Math.max(most, 0);
  }

  private static long grown(long live, List<Optional<Long>> bytes, int value) {
    return Math.min(Sizes.LARGEST, live + bytes.get(value).orElse(0L));
  }

  private static Optional<Long> size(Shape shape, Map<String, Long> sizes, SortedSet<String> free) {
    long elements = 1;
    boolean complete = shape.bits() > 0;
    for (int i = 0; i < shape.dimensions().size(); i++) {
      long size = 1;
      switch (shape.dimensions().get(i)) {
        case Dimension.Fixed(long told) -> size = told;
        case Dimension.Free(String name) -> {
          Long given = sizes.get(name);
          if (given != null) {
            size = given;
          } else if (i > 0) {
            free.add(name.isEmpty() || name.equals("?") ? "an unnamed dimension" : name);
            complete = false;
          }
        }
      }
      try {
        elements = Sizes.times(elements, size);
      } catch (MalformedException tooLarge) {
        return Optional.empty();
      }
    }
    return complete && elements <= Sizes.LARGEST / shape.bits()
        ? Optional.of(Math.ceilDiv(elements * shape.bits(), 8))
        : Optional.empty();
  }
}
