package dev.hearth.inference.graph;

import java.util.Optional;

/** How many axes a value has at least, as far as the weights on its way say so. */
final class Ranks {
  /** Steps back from a value to a convolution; enough for activations written out. */
  private static final int REACH = 6;

  private Ranks() {}

  /** A lower bound of the rank; 0 when nothing is known. */
  static int atLeast(Graph graph, String value) {
    return atLeast(graph, value, REACH);
  }

  private static int atLeast(Graph graph, String value, int reach) {
    Optional<Constant> constant = graph.constant(value);
    if (constant.isPresent()) {
      return constant.get().rank();
    }
    Optional<GraphNode> maker = graph.maker(value);
    if (maker.isEmpty() || reach == 0) {
      return 0;
    }
    GraphNode node = maker.get();
    return switch (node.op()) {
      case "Conv", "ConvTranspose" -> graph.constant(node.input(1)).map(Constant::rank).orElse(0);
      case "BatchNormalization", "Relu", "Clip", "HardSigmoid", "Sigmoid" ->
          atLeast(graph, node.input(0), reach - 1);
      case "Add", "Sub", "Mul", "Div" ->
          Math.max(
              atLeast(graph, node.input(0), reach - 1), atLeast(graph, node.input(1), reach - 1));
      default -> 0;
    };
  }

  /** The size of axis 1; 0 when it is not known. */
  static int channels(Graph graph, String value) {
    return channels(graph, value, REACH);
  }

  private static int channels(Graph graph, String value, int reach) {
    Optional<GraphNode> maker = graph.maker(value);
    if (maker.isEmpty() || reach == 0) {
      return 0;
    }
    GraphNode node = maker.get();
    return switch (node.op()) {
      case "Conv", "ConvTranspose" ->
          Convolution.of(graph, node).map(Convolution::outputs).orElse(0);
      case "BatchNormalization", "Relu", "Clip", "HardSigmoid", "Sigmoid" ->
          channels(graph, node.input(0), reach - 1);
      case "Add", "Sub", "Mul", "Div" -> ofBoth(graph, node, reach - 1);
      default -> 0;
    };
  }

  /** Channels after broadcasting: known when one side is known and wider than one. */
  private static int ofBoth(Graph graph, GraphNode node, int reach) {
    int known = 0;
    for (String side : node.inputs()) {
      int channels = graph.constant(side).isPresent() ? 0 : channels(graph, side, reach);
      known = Math.max(known, channels);
    }
    return known > 1 ? known : 0;
  }
}
