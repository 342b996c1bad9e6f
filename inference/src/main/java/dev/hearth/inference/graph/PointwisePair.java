package dev.hearth.inference.graph;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Two 1×1 convolutions with nothing between them are one, whose weights are the product of theirs,
 * where that takes no more multiplications.
 */
final class PointwisePair implements Rule {
  @Override
  public Set<String> anchors() {
    return Set.of("Conv");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    Optional<Convolution> first = Convolution.of(graph, node).filter(PointwisePair::isPlain);
    Optional<Convolution> second =
        first
            .flatMap(_ -> graph.onlyReader(node.output()))
            .filter(reader -> reader.input(0).equals(node.output()))
            .flatMap(reader -> Convolution.of(graph, reader))
            .filter(PointwisePair::isPlain)
            .filter(conv -> pays(first.get(), conv));
    second.ifPresent(conv -> merge(graph, first.get(), conv));
    return second.isPresent();
  }

  private static boolean isPlain(Convolution conv) {
    return conv.isPointwise() && conv.group() == 1;
  }

  private static boolean pays(Convolution first, Convolution second) {
    long apart = (long) first.outputs() * (first.inputs() + second.outputs());
    return (long) first.inputs() * second.outputs() <= apart;
  }

  private static void merge(Graph graph, Convolution first, Convolution second) {
    int ins = first.inputs();
    int middle = first.outputs();
    int outs = second.outputs();
    float[] a = first.weights().floats();
    float[] b = second.weights().floats();
    float[] weights = new float[outs * ins];
    float[] bias = new float[outs];
    double[] row = new double[ins];
    for (int out = 0; out < outs; out++) {
      double shift = second.bias()[out];
      Arrays.fill(row, 0);
      for (int m = 0; m < middle; m++) {
        double factor = b[out * middle + m];
        shift += factor * first.bias()[m];
        addScaled(row, factor, a, m * ins);
      }
      for (int in = 0; in < ins; in++) {
        weights[out * ins + in] = (float) row[in];
      }
      bias[out] = (float) shift;
    }
    long[] dims = first.weights().dims().clone();
    dims[0] = outs;
    GraphNode node = second.node();
    graph.rewire(node, 1, graph.add(node.input(1), weights, dims));
    graph.rewire(node, 2, graph.add(node.output() + "/bias", bias, outs));
    graph.rewire(node, 0, first.node().input(0));
    graph.remove(first.node());
  }

  /** On its own so that it is compiled within the first convolution. */
  private static void addScaled(double[] row, double factor, float[] values, int from) {
    for (int i = 0; i < row.length; i++) {
      row[i] += factor * values[from + i];
    }
  }
}
