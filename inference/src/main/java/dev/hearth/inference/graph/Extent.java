package dev.hearth.inference.graph;

import java.util.Optional;

/**
 * The number of axes of a value and the size of axis 1, as far as they follow from weights.
 *
 * @param rank 0 when not known
 * @param channels 0 when not known
 */
record Extent(int rank, int channels) {
  static final Extent UNKNOWN = new Extent(0, 0);

  /** Steps back from a value to a convolution; enough for activations written out. */
  private static final int REACH = 8;

  static Extent of(Graph graph, String value) {
    return of(graph, value, REACH);
  }

  private static Extent of(Graph graph, String value, int reach) {
    Optional<GraphNode> maker = graph.maker(value);
    if (maker.isEmpty() || reach == 0) {
      return UNKNOWN;
    }
    GraphNode node = maker.get();
    return switch (node.op()) {
      case "Conv", "ConvTranspose" ->
          Convolution.of(graph, node)
              .map(conv -> new Extent(conv.rank(), conv.outputs()))
              .orElse(UNKNOWN);
      case "BatchNormalization", "Relu", "Clip", "HardSigmoid", "Sigmoid" ->
          of(graph, node.input(0), reach - 1);
      case "Add", "Sub", "Mul", "Div" -> broadcast(graph, node, reach - 1);
      default -> UNKNOWN;
    };
  }

  private static Extent broadcast(Graph graph, GraphNode node, int reach) {
    Optional<Constant> left = graph.constant(node.input(0));
    Optional<Constant> right = graph.constant(node.input(1));
    if (left.isPresent() || right.isPresent()) {
      Extent side = of(graph, node.input(left.isPresent() ? 1 : 0), reach);
      return left.or(() -> right).map(side::with).orElse(UNKNOWN);
    }
    Extent one = of(graph, node.input(0), reach);
    Extent other = one.rank == 0 ? UNKNOWN : of(graph, node.input(1), reach);
    return one.rank == other.rank ? one.wider(other.channels) : UNKNOWN;
  }

  private Extent with(Constant constant) {
    if (rank == 0 || constant.rank() > rank) {
      return UNKNOWN;
    }
    int axis = constant.rank() - (rank - 1);
    return axis < 0 ? this : wider(Math.toIntExact(constant.dims()[axis]));
  }

  private Extent wider(int size) {
    return channels == 0 || size == 0 ? UNKNOWN : new Extent(rank, Math.max(channels, size));
  }
}
