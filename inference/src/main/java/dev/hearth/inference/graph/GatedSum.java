package dev.hearth.inference.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code x + x · g} becomes {@code x · (g + 1)} where g is the gate of a squeeze-and-excitation
 * block, one number a channel: the sum over the image becomes a sum over a few numbers.
 */
final class GatedSum implements Rule {
  private static final Set<String> SQUASHES = Set.of("Sigmoid", "HardSigmoid", "Clip");

  /** Pool, two convolutions and their activations. */
  private static final int BLOCK = 6;

  @Override
  public Set<String> anchors() {
    return Set.of("Add");
  }

  @Override
  public boolean apply(Graph graph, GraphNode sum) {
    return apply(graph, sum, sum.input(0), sum.input(1))
        || apply(graph, sum, sum.input(1), sum.input(0));
  }

  private static boolean apply(Graph graph, GraphNode sum, String x, String gated) {
    Optional<GraphNode> product =
        graph
            .maker(gated, "Mul")
            .filter(node -> graph.feedsOnly(node, sum))
            .filter(node -> node.inputs().contains(x));
    Optional<String> gate =
        product
            .map(node -> node.input(node.input(0).equals(x) ? 1 : 0))
            .filter(name -> !name.equals(x) && isGate(graph, name));
    if (gate.isEmpty()) {
      return false;
    }
    String one = graph.add(gate.get() + "/one", new float[] {1});
    String raised = graph.freshName(gate.get());
    graph.replace(product.get(), GraphNode.of("Add", List.of(gate.get(), one), raised));
    graph.replace(sum, GraphNode.of("Mul", List.of(x, raised), sum.output()));
    return true;
  }

  /** Whether a global pool lies close behind this value: it is small then. */
  private static boolean isGate(Graph graph, String name) {
    Optional<GraphNode> node = graph.maker(name).filter(maker -> SQUASHES.contains(maker.op()));
    for (int step = 0; step < BLOCK && node.isPresent(); step++) {
      if (node.get().is("GlobalAveragePool")) {
        return true;
      }
      node = graph.maker(node.get().input(0));
    }
    return false;
  }
}
