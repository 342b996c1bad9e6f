package dev.hearth.inference.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Clip(x + b, 0, d) / d} becomes {@code HardSigmoid(x)} with slope 1/d and offset b/d, and
 * {@code x · Clip(x + b, 0, d) / d}, the hard swish of MobileNetV3 and PP-LCNet, becomes {@code x ·
 * HardSigmoid(x)}. The operators are defined equal; only roundings differ. One pass over memory
 * takes the place of three, and both operators work in the blocked layout of convolutions.
 */
final class HardSwish implements Rule {
  @Override
  public Set<String> anchors() {
    return Set.of("Clip");
  }

  @Override
  public boolean apply(Graph graph, GraphNode clip) {
    Optional<Gate> gate = gate(graph, clip);
    return gate.isPresent() && (divided(graph, gate.get()) || multiplied(graph, gate.get()));
  }

  /** {@code Clip(x + shift, 0, top)}: the sum is read by the clip alone. */
  private record Gate(String x, GraphNode clip, float shift, float top) {
    GraphNode sigmoid(String output) {
      return GraphNode.of(
          "HardSigmoid",
          List.of(x),
          output,
          Attribute.of("alpha", 1 / top),
          Attribute.of("beta", shift / top));
    }
  }

  private static Optional<Gate> gate(Graph graph, GraphNode clip) {
    Optional<Float> low = graph.scalar(clip.input(1));
    Optional<Float> high = graph.scalar(clip.input(2));
    if (low.isEmpty() || high.isEmpty() || low.get() != 0 || high.get() <= 0) {
      return Optional.empty();
    }
    return graph
        .maker(clip.input(0), "Add")
        .filter(sum -> graph.feedsOnly(sum, clip))
        .flatMap(sum -> Operand.of(graph, sum))
        .filter(sum -> sum.keepsShape(graph))
        .flatMap(sum -> sum.scalar().map(b -> new Gate(sum.value(), clip, b, high.get())));
  }

  /** {@code Clip(…) / top}, wherever it goes. */
  private static boolean divided(Graph graph, Gate gate) {
    Optional<GraphNode> quotient =
        graph.onlyReader(gate.clip().output()).filter(node -> scalesBack(graph, node, gate));
    quotient.ifPresent(node -> {
      graph.replace(/* old= */ node, /* node= */ gate.sigmoid(node.output()));
      graph.dropUnread(gate.clip().output());
    });
    return quotient.isPresent();
  }

  /** {@code (x · Clip(…)) / top}. */
  private static boolean multiplied(Graph graph, Gate gate) {
    Optional<GraphNode> product =
        graph
            .onlyReader(gate.clip().output())
            .filter(node -> node.is("Mul") && other(node, gate.clip().output()).equals(gate.x()));
    Optional<GraphNode> quotient =
        product
            .flatMap(node -> graph.onlyReader(node.output()))
            .filter(node -> scalesBack(graph, node, gate));
    if (product.isEmpty() || quotient.isEmpty()) {
      return false;
    }
    String gated = graph.freshName(gate.clip().output());
    graph.insertBefore(quotient.get(), gate.sigmoid(gated));
    String output = quotient.get().output();
    graph.replace(quotient.get(), GraphNode.of("Mul", List.of(gate.x(), gated), output));
    graph.dropUnread(product.get().output());
    return true;
  }

  /** Whether the node divides by the clip's upper bound. */
  private static boolean scalesBack(Graph graph, GraphNode node, Gate gate) {
    return Operand.of(graph, node)
        .filter(operand -> operand.keepsShape(graph))
        .flatMap(Operand::scalar)
        .filter(factor ->
            (node.is("Div") && factor == gate.top())
                || (node.is("Mul") && Math.abs(factor * gate.top() - 1) < 1e-6))
        .isPresent();
  }

  private static String other(GraphNode product, String one) {
    return product.input(0).equals(one) ? product.input(1) : product.input(0);
  }
}
