package dev.hearth.inference.graph;

import java.util.Optional;
import java.util.Set;

/**
 * {@code DequantizeLinear} of 8-bit weights that only convolutions read is computed once, here: the
 * runtime would do it in every run and, not seeing constant weights, could not lay them out in
 * blocks. Graphs whose activations are quantised too are left alone, they have integer kernels.
 */
final class StoredWeights implements Rule {
  /** Weights and bias. */
  private static final int WEIGHTS = 1;

  @Override
  public Set<String> anchors() {
    return Set.of("DequantizeLinear");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    Optional<Constant> stored =
        graph
            .constant(node.input(0))
            .filter(c ->
                c.type() == Constant.INT8
                    || c.type() == Constant.UINT8
                    || c.type() == Constant.INT32);
    Optional<Constant> scale = graph.constant(node.input(1)).filter(Constant::isFloat);
    if (stored.isEmpty()
        || scale.isEmpty()
        || !node.hasOnly(Set.of("axis"))
        || !readByFloatConvolutions(graph, node)) {
      return false;
    }
    Optional<int[]> zero = zeroPoint(graph, node, stored.get(), scale.get());
    Optional<float[]> weights =
        zero.flatMap(points -> dequantize(node, stored.get(), scale.get(), points));
    weights.ifPresent(values -> {
      String name = graph.add(node.input(0), values, stored.get().dims());
      graph.bypass(name, node.output());
    });
    return weights.isPresent();
  }

  private static boolean readByFloatConvolutions(Graph graph, GraphNode node) {
    if (!node.hasOneOutput() || graph.isOutput(node.output())) {
      return false;
    }
    return graph.readers(node.output()).stream()
        .allMatch(reader ->
            (reader.is("Conv") || reader.is("ConvTranspose"))
                && reader.inputs().indexOf(node.output()) >= WEIGHTS
                && graph.maker(reader.input(0), "DequantizeLinear").isEmpty()
                && graph.readers(reader.output()).stream()
                    .noneMatch(next -> next.is("QuantizeLinear")));
  }

  private static Optional<int[]> zeroPoint(
      Graph graph, GraphNode node, Constant stored, Constant scale) {
    if (node.input(2).isEmpty()) {
      return Optional.of(new int[scale.elements()]);
    }
    return graph
        .constant(node.input(2))
        .filter(c -> c.type() == stored.type() && c.elements() == scale.elements())
        .map(Constant::integers);
  }

  /** One scale for all, or one for each index of an axis. */
  private static Optional<float[]> dequantize(
      GraphNode node, Constant stored, Constant scale, int[] zero) {
    float[] scales = scale.floats();
    long[] dims = stored.dims();
    int inner = 1;
    if (scale.rank() == 1 && scales.length > 1) {
      int axis = Math.toIntExact(node.integer("axis", 1));
      axis = axis < 0 ? axis + dims.length : axis;
      if (axis < 0 || axis >= dims.length || dims[axis] != scales.length) {
        return Optional.empty();
      }
      for (int i = axis + 1; i < dims.length; i++) {
        inner *= Math.toIntExact(dims[i]);
      }
    } else if (scales.length != 1) {
      return Optional.empty();
    }
    int[] values = stored.integers();
    float[] weights = new float[values.length];
    for (int start = 0; start < values.length; start += inner) {
      int index = start / inner % scales.length;
      for (int i = start; i < start + inner; i++) {
        weights[i] = (values[i] - zero[index]) * scales[index];
      }
    }
    return Optional.of(weights);
  }
}
