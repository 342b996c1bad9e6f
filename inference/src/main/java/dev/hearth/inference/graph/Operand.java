package dev.hearth.inference.graph;

import java.util.Arrays;
import java.util.Optional;

/**
 * An {@code Add}, {@code Sub}, {@code Mul} or {@code Div} of a computed value and a constant, the
 * constant on the right where the order matters.
 *
 * @param node the operation
 * @param value the name of the computed side
 * @param constant the other side, floats
 */
record Operand(GraphNode node, String value, Constant constant) {
  static Optional<Operand> of(Graph graph, GraphNode node) {
    boolean commutes = node.is("Add") || node.is("Mul");
    if (!commutes && !node.is("Sub") && !node.is("Div")) {
      return Optional.empty();
    }
    Optional<Constant> left = graph.constant(node.input(0));
    Optional<Constant> right = graph.constant(node.input(1));
    if (left.isPresent() == right.isPresent()) {
      return Optional.empty();
    }
    if (left.isPresent() && !commutes) {
      return Optional.empty();
    }
    String value = node.input(left.isPresent() ? 1 : 0);
    return left.or(() -> right)
        .filter(Constant::isFloat)
        .map(constant -> new Operand(node, value, constant));
  }

  Optional<Float> scalar() {
    return constant.elements() == 1 ? Optional.of(constant.floats()[0]) : Optional.empty();
  }

  /** Whether the result has the shape of the computed side, by rank, for a single number. */
  boolean keepsShape(Graph graph) {
    return constant.elements() == 1
        && (constant.rank() == 0 || constant.rank() <= Extent.of(graph, value).rank());
  }

  /**
   * The constant as one number a channel, where that is what it is: one element, or {@code [C,1,1]}
   * seen from the innermost axis.
   *
   * @param rank the rank of the computed side, channels on axis 1
   */
  Optional<float[]> perChannel(int channels, int rank) {
    if (constant.rank() > rank) {
      return Optional.empty();
    }
    float[] given = constant.floats();
    if (given.length == 1) {
      float[] all = new float[channels];
      Arrays.fill(all, given[0]);
      return Optional.of(all);
    }
    int axis = constant.rank() - (rank - 1);
    boolean alongChannels =
        axis >= 0 && constant.dims()[axis] == channels && given.length == channels;
    return alongChannels ? Optional.of(given) : Optional.empty();
  }
}
