package dev.hearth.inference.graph;

import java.util.Optional;
import java.util.Set;

/**
 * A {@code Conv} or {@code ConvTranspose} of float weights that the file holds.
 *
 * @param node the node
 * @param transposed whether it is a {@code ConvTranspose}
 * @param weights {@code [outputs, inputs/group, …]} of a Conv, {@code [inputs, outputs/group, …]}
 *     of a ConvTranspose
 * @param bias one number an output channel; zeros when the node has none
 */
record Convolution(GraphNode node, boolean transposed, Constant weights, float[] bias) {
  private static final Set<String> KNOWN =
      Set.of(
          "auto_pad",
          "dilations",
          "group",
          "kernel_shape",
          "output_padding",
          "output_shape",
          "pads",
          "strides");

  static Optional<Convolution> of(Graph graph, GraphNode node) {
    if (!node.is("Conv") && !node.is("ConvTranspose")) {
      return Optional.empty();
    }
    Optional<Constant> weights =
        graph.constant(node.input(1)).filter(w -> w.isFloat() && w.rank() >= 3);
    if (weights.isEmpty() || !node.hasOneOutput() || !node.hasOnly(KNOWN)) {
      return Optional.empty();
    }
    int outputs = outputs(node, weights.get());
    if (node.input(2).isEmpty()) {
      return Optional.of(
          new Convolution(node, node.is("ConvTranspose"), weights.get(), new float[outputs]));
    }
    return graph
        .constant(node.input(2))
        .filter(b -> b.isFloat() && b.rank() == 1 && b.elements() == outputs)
        .map(b -> new Convolution(node, node.is("ConvTranspose"), weights.get(), b.floats()));
  }

  private static int outputs(GraphNode node, Constant weights) {
    long[] dims = weights.dims();
    long count = node.is("Conv") ? dims[0] : dims[1] * node.integer("group", 1);
    return Math.toIntExact(count);
  }

  int group() {
    return Math.toIntExact(node.integer("group", 1));
  }

  int outputs() {
    return bias.length;
  }

  int inputs() {
    long[] dims = weights.dims();
    return Math.toIntExact(transposed() ? dims[0] : dims[1] * group());
  }

  /** Elements of one filter plane. */
  int taps() {
    long[] dims = weights.dims();
    return Math.toIntExact(weights.elements() / (dims[0] * dims[1]));
  }

  int rank() {
    return weights.rank();
  }

  boolean isUnpadded() {
    String auto = node.text("auto_pad", "NOTSET");
    return node.all("pads", 0) && (auto.equals("NOTSET") || auto.equals("VALID"));
  }

  /** Whether each output pixel sees one input pixel: 1×1, not padded, not strided. */
  boolean isPointwise() {
    return !transposed() && taps() == 1 && isUnpadded() && node.all("strides", 1);
  }

  /** What is done with the filter plane between one input and one output channel. */
  interface Plane {
    void visit(int from, int to, int input, int output);
  }

  /** Walks the filter planes in the order in which the weights lie. */
  void forEachPlane(Plane plane) {
    int rows = Math.toIntExact(weights.dims()[0]);
    int columns = Math.toIntExact(weights.dims()[1]);
    int rowsOfGroup = rows / group();
    int taps = taps();
    int from = 0;
    for (int row = 0; row < rows; row++) {
      int other = row / rowsOfGroup * columns;
      for (int column = 0; column < columns; column++) {
        int input = transposed() ? row : other + column;
        int output = transposed() ? other + column : row;
        plane.visit(from, from + taps, input, output);
        from += taps;
      }
    }
  }

  /** Gives the node other weights and another bias. */
  void change(Graph graph, float[] newWeights, float[] newBias) {
    graph.rewire(node, 1, graph.add(node.input(1), newWeights, weights.dims()));
    String base = node.input(2).isEmpty() ? node.output() + "/bias" : node.input(2);
    graph.rewire(node, 2, graph.add(base, newBias, newBias.length));
  }
}
