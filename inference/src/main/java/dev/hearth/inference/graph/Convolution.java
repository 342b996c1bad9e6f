package dev.hearth.inference.graph;

import java.util.Optional;
import java.util.Set;

/**
 * A {@code Conv} or {@code ConvTranspose} of float weights that the file holds.
 *
 * @param node the node
 * @param transposed whether it is a {@code ConvTranspose}
 * @param group how many parts the channels fall into that do not see each other
 * @param weights {@code [outputs, inputs/group, …]} of a Conv, {@code [inputs, outputs/group, …]}
 *     of a ConvTranspose
 * @param bias one number an output channel; zeros when the node has none
 */
record Convolution(GraphNode node, boolean transposed, int group, Constant weights, float[] bias) {
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
    boolean transposed = node.is("ConvTranspose");
    int group = Math.toIntExact(node.integer("group", 1));
    long[] dims = weights.get().dims();
    if (group < 1 || dims[0] % group != 0) {
      return Optional.empty();
    }
    int outputs = Math.toIntExact(transposed ? dims[1] * group : dims[0]);
    Optional<float[]> bias =
        node.input(2).isEmpty()
            ? Optional.of(new float[outputs])
            : graph
                .constant(node.input(2))
                .filter(b -> b.isFloat() && b.rank() == 1 && b.elements() == outputs)
                .map(Constant::floats);
    return bias.map(b -> new Convolution(node, transposed, group, weights.get(), b));
  }

  int outputs() {
    return bias.length;
  }

  int inputs() {
    long[] dims = weights.dims();
    return Math.toIntExact(transposed() ? dims[0] : dims[1] * group);
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

  /** Multiplies each weight by a number of the output channel to which it contributes. */
  void scaleOutputs(float[] values, float[] scale) {
    int length = columns() * taps();
    for (int row = 0; row < rows(); row++) {
      int from = row * length;
      if (transposed) {
        scaleRow(values, from, scale, row / (rows() / group) * columns());
      } else {
        scale(values, from, from + length, scale[row]);
      }
    }
  }

  /**
   * Multiplies each weight of a {@code Conv} by a number of the input channel from which it reads.
   *
   * @param shift added to each input channel by who called
   * @return what the shift adds to each output channel, with the weights as they were before
   */
  double[] scaleInputs(float[] values, float[] scale, float[] shift) {
    double[] added = new double[outputs()];
    int length = columns() * taps();
    for (int row = 0; row < rows(); row++) {
      int firstInput = row / (rows() / group) * columns();
      added[row] = shiftedBy(values, row * length, shift, firstInput);
      scaleRow(values, row * length, scale, firstInput);
    }
    return added;
  }

  // Each loop is a method of its own: it is compiled while the first convolutions are done.

  private static void scale(float[] values, int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  private void scaleRow(float[] values, int from, float[] scale, int firstChannel) {
    int taps = taps();
    int columns = columns();
    for (int column = 0; column < columns; column++) {
      float factor = scale[firstChannel + column];
      int start = from + column * taps;
      for (int i = start; i < start + taps; i++) {
        values[i] *= factor;
      }
    }
  }

  private double shiftedBy(float[] values, int from, float[] shift, int firstChannel) {
    int taps = taps();
    int columns = columns();
    double sum = 0;
    for (int column = 0; column < columns; column++) {
      double amount = shift[firstChannel + column];
      int start = from + column * taps;
      for (int i = start; i < start + taps; i++) {
        sum += values[i] * amount;
      }
    }
    return sum;
  }

  private int rows() {
    return Math.toIntExact(weights.dims()[0]);
  }

  private int columns() {
    return Math.toIntExact(weights.dims()[1]);
  }

  /** Gives the node other weights and another bias. */
  void change(Graph graph, float[] newWeights, float[] newBias) {
    graph.rewire(node, 1, graph.add(node.input(1), newWeights, weights.dims()));
    String base = node.input(2).isEmpty() ? node.output() + "/bias" : node.input(2);
    graph.rewire(node, 2, graph.add(base, newBias, newBias.length));
  }
}
