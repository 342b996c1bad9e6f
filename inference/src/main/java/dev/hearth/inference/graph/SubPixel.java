package dev.hearth.inference.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code ConvTranspose} whose kernel is as large as its stride writes every output pixel once: it
 * is a 1×1 convolution that computes the r·r pixels of a cell as channels, and {@code
 * DepthToSpace}. Activations behind it move in front of the {@code DepthToSpace}, and a second such
 * {@code ConvTranspose} joins it there as another 1×1 convolution, so that only the last, usually
 * narrow, result is reordered.
 */
final class SubPixel implements Rule {
  /** Output channels of a joined convolution, of which all but 1/r² weights are zero. */
  private static final int WIDEST_JOIN = 64;

  private static final long DEPTH_TO_SPACE_WITH_MODE = 11;

  private static final Set<String> ACTIVATIONS = Set.of("Relu", "Sigmoid");

  @Override
  public Set<String> anchors() {
    return Set.of("ConvTranspose");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    Optional<Convolution> found = Convolution.of(graph, node).filter(SubPixel::tiles);
    if (graph.opset() < DEPTH_TO_SPACE_WITH_MODE || found.isEmpty()) {
      return false;
    }
    Convolution conv = found.get();
    Optional<GraphNode> shuffle = shuffleBefore(graph, node);
    if (shuffle.isPresent() && joins(shuffle.get(), conv)) {
      join(graph, shuffle.get(), conv);
    } else {
      split(graph, conv);
    }
    return true;
  }

  /** Whether the cells lie side by side: kernel = stride, square, nothing cut or added. */
  private static boolean tiles(Convolution conv) {
    long[] dims = conv.weights().dims();
    return conv.transposed()
        && conv.rank() == 4
        && conv.group() == 1
        && dims[2] == dims[3]
        && dims[2] > 1
        && conv.node().attribute("strides").isPresent()
        && conv.node().all("strides", dims[2])
        && conv.node().all("dilations", 1)
        && conv.node().all("output_padding", 0)
        && conv.node().attribute("output_shape").isEmpty()
        && conv.isUnpadded();
  }

  private static int side(Convolution conv) {
    return (int) conv.weights().dims()[2];
  }

  private static void split(Graph graph, Convolution conv) {
    GraphNode node = conv.node();
    String cells = graph.freshName(node.output());
    graph.insertBefore(node, pointwise(graph, conv, node.input(0), cells, 1));
    GraphNode shuffle = shuffle(cells, node.output(), side(conv));
    graph.replace(node, shuffle);
    sink(graph, shuffle);
  }

  /** The {@code DepthToSpace} of this rule before this node, with its activations moved ahead. */
  private static Optional<GraphNode> shuffleBefore(Graph graph, GraphNode node) {
    return graph
        .maker(node.input(0), "DepthToSpace")
        .filter(shuffle -> graph.feedsOnly(shuffle, node))
        .filter(shuffle -> shuffle.text("mode", "DCR").equals("DCR"));
  }

  private static boolean joins(GraphNode shuffle, Convolution conv) {
    long side = shuffle.integer("blocksize", 0) * side(conv);
    return side * side * conv.outputs() <= WIDEST_JOIN;
  }

  private static void join(Graph graph, GraphNode shuffle, Convolution conv) {
    GraphNode node = conv.node();
    int before = (int) shuffle.integer("blocksize", 0);
    String cells = graph.freshName(node.output());
    graph.insertBefore(node, pointwise(graph, conv, shuffle.input(0), cells, before));
    GraphNode wider = shuffle(cells, node.output(), before * side(conv));
    graph.replace(node, wider);
    graph.remove(shuffle);
    sink(graph, wider);
  }

  /** Moves the activations that follow in front, where the result still lies in channels. */
  private static void sink(Graph graph, GraphNode shuffle) {
    GraphNode last = shuffle;
    Optional<GraphNode> next = activation(graph, last);
    while (next.isPresent()) {
      GraphNode activation = next.get();
      String active = graph.freshName(activation.output());
      graph.insertBefore(last, GraphNode.of(activation.op(), List.of(last.input(0)), active));
      GraphNode moved = shuffle(active, activation.output(), (int) last.integer("blocksize", 0));
      graph.remove(last);
      graph.replace(activation, moved);
      last = moved;
      next = activation(graph, last);
    }
  }

  private static Optional<GraphNode> activation(Graph graph, GraphNode shuffle) {
    return graph
        .onlyReader(shuffle.output())
        .filter(reader -> ACTIVATIONS.contains(reader.op()) && reader.hasOneOutput());
  }

  private static GraphNode shuffle(String cells, String output, int side) {
    return GraphNode.of(
        "DepthToSpace",
        List.of(cells),
        output,
        Attribute.of("blocksize", side),
        Attribute.of("mode", "DCR"));
  }

  /**
   * The 1×1 convolution from an image in cells of {@code before}² pixels, each with all channels,
   * to one whose cells are larger by the kernel's side.
   */
  private static GraphNode pointwise(
      Graph graph, Convolution conv, String input, String output, int before) {
    int side = side(conv);
    int ins = before * before * conv.inputs();
    int cells = before * side;
    int outs = cells * cells * conv.outputs();
    float[] from = conv.weights().floats();
    float[] weights = new float[outs * ins];
    float[] bias = new float[outs];
    for (int out = 0; out < outs; out++) {
      int channel = out % conv.outputs();
      int y = out / conv.outputs() / cells;
      int x = out / conv.outputs() % cells;
      bias[out] = conv.bias()[channel];
      int cell = y / side * before + x / side;
      int tap = y % side * side + x % side;
      for (int in = 0; in < conv.inputs(); in++) {
        weights[out * ins + cell * conv.inputs() + in] =
            from[(in * conv.outputs() + channel) * side * side + tap];
      }
    }
    String w = graph.add(conv.node().input(1), weights, outs, ins, 1, 1);
    String b = graph.add(output + "/bias", bias, outs);
    return GraphNode.of("Conv", List.of(input, w, b), output, Attribute.list("kernel_shape", 1, 1));
  }
}
