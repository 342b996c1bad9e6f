package dev.hearth.inference.graph;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * {@code y = scale · x + shift} with constants for each channel: what {@code Mul}, {@code Div},
 * {@code Add} and {@code Sub} with a constant and {@code BatchNormalization} all are.
 *
 * @param node the operation
 * @param value x
 * @param scale one number a channel
 * @param shift one number a channel
 */
record ChannelAffine(GraphNode node, String value, float[] scale, float[] shift) {
  private static final float DEFAULT_EPSILON = 1e-5f;

  private static final float EXTREME = 1e6f;

  /**
   * Reads a node as such an operation.
   *
   * @param channels channels of x, on axis 1
   * @param rank axes of x
   */
  static Optional<ChannelAffine> of(Graph graph, GraphNode node, int channels, int rank) {
    if (node.is("BatchNormalization")) {
      return normalization(graph, node, channels);
    }
    return Operand.of(graph, node)
        .flatMap(operand ->
            operand.perChannel(channels, rank).flatMap(numbers -> arithmetic(operand, numbers)));
  }

  /** The longest row of such operations that ends with this node, as one. */
  static Optional<ChannelAffine> endingWith(Graph graph, GraphNode node, int channels, int rank) {
    return of(graph, node, channels, rank)
        .map(last ->
            graph
                .maker(last.value())
                .filter(maker -> graph.feedsOnly(maker, node))
                .flatMap(maker -> endingWith(graph, maker, channels, rank))
                .map(before -> before.then(last))
                .orElse(last));
  }

  private static Optional<ChannelAffine> arithmetic(Operand operand, float[] numbers) {
    GraphNode node = operand.node();
    float[] ones = new float[numbers.length];
    Arrays.fill(ones, 1);
    float[] zeros = new float[numbers.length];
    float[] inverse = new float[numbers.length];
    float[] negative = new float[numbers.length];
    for (int c = 0; c < numbers.length; c++) {
      inverse[c] = 1 / numbers[c];
      negative[c] = -numbers[c];
    }
    ChannelAffine affine =
        switch (node.op()) {
          case "Add" -> new ChannelAffine(node, operand.value(), ones, numbers);
          case "Sub" -> new ChannelAffine(node, operand.value(), ones, negative);
          case "Mul" -> new ChannelAffine(node, operand.value(), numbers, zeros);
          default -> new ChannelAffine(node, operand.value(), inverse, zeros);
        };
    return Optional.of(affine).filter(ChannelAffine::isTame);
  }

  private static Optional<ChannelAffine> normalization(Graph graph, GraphNode node, int channels) {
    if (!node.hasOnly(Set.of("epsilon", "momentum", "spatial", "training_mode"))
        || node.integer("spatial", 1) != 1
        || node.integer("training_mode", 0) != 0
        || node.outputs().stream().skip(1).anyMatch(name -> !name.isEmpty())) {
      return Optional.empty();
    }
    float[][] given = new float[4][];
    for (int i = 0; i < given.length; i++) {
      Optional<Constant> numbers =
          graph.constant(node.input(i + 1)).filter(c -> c.isFloat() && c.elements() == channels);
      if (numbers.isEmpty()) {
        return Optional.empty();
      }
      given[i] = numbers.get().floats();
    }
    float epsilon = node.real("epsilon", DEFAULT_EPSILON);
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = given[0][c] / Math.sqrt((double) given[3][c] + epsilon);
      scale[c] = (float) factor;
      shift[c] = (float) (given[1][c] - given[2][c] * factor);
    }
    return Optional.of(new ChannelAffine(node, node.input(0), scale, shift))
        .filter(ChannelAffine::isTame);
  }

  /** This and the next one after it as one. */
  ChannelAffine then(ChannelAffine next) {
    float[] bothScale = new float[scale.length];
    float[] bothShift = new float[scale.length];
    for (int c = 0; c < scale.length; c++) {
      bothScale[c] = scale[c] * next.scale[c];
      bothShift[c] = shift[c] * next.scale[c] + next.shift[c];
    }
    return new ChannelAffine(next.node, value, bothScale, bothShift);
  }

  String output() {
    return node.output();
  }

  boolean onlyScales() {
    for (float number : shift) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether no number is so large or small that its product with a weight could lose digits. */
  private boolean isTame() {
    for (int c = 0; c < scale.length; c++) {
      float size = Math.abs(scale[c]);
      boolean tame = size == 0 || (size >= 1 / EXTREME && size <= EXTREME);
      if (!tame || !(Math.abs(shift[c]) <= EXTREME)) {
        return false;
      }
    }
    return true;
  }
}
