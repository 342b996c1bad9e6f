package dev.hearth.inference.graph;

import java.util.List;

/** What ONNX Runtime's CPU kernels ask of a value to compute on it in blocks of channels. */
final class Blocks {
  /** Channels of a block with AVX-512; other machines have 8 or the same. */
  private static final int SIZE = 16;

  private Blocks() {}

  /**
   * The channels of an image-shaped value {@code [n, c, h, w]} near behind a convolution, when they
   * fill whole blocks; else 0.
   */
  static int channels(Graph graph, String value) {
    Extent extent = Extent.of(graph, value);
    return extent.rank() == 4 && extent.channels() % SIZE == 0 ? extent.channels() : 0;
  }

  /** {@code scale · input + shift}, a number a channel, as a depthwise 1×1 convolution. */
  static GraphNode depthwise(
      Graph graph, String input, float[] scale, float[] shift, String output) {
    int channels = scale.length;
    String weights = graph.add(output + "/scale", scale, channels, 1, 1, 1);
    String bias = graph.add(output + "/shift", shift, channels);
    return GraphNode.of(
        "Conv",
        List.of(input, weights, bias),
        output,
        Attribute.list("kernel_shape", 1, 1),
        Attribute.of("group", channels));
  }
}
