package dev.hearth.inference.graph;

import java.util.Optional;
import java.util.Set;

/**
 * {@code scale · Conv(x) + shift}, a number a channel, becomes a convolution with scaled weights
 * and another bias: exact, padded or not, because both are linear in the output.
 */
final class FoldAfterConvolution implements Rule {
  @Override
  public Set<String> anchors() {
    return Set.of("Conv", "ConvTranspose");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    Optional<Convolution> conv = Convolution.of(graph, node);
    Optional<ChannelAffine> affine = conv.flatMap(c -> following(graph, c, node.output()));
    affine.ifPresent(found -> fold(graph, conv.get(), found));
    return affine.isPresent();
  }

  /** All such operations in a row behind this value, as one. */
  private static Optional<ChannelAffine> following(Graph graph, Convolution conv, String value) {
    return graph
        .onlyReader(value)
        .flatMap(reader -> ChannelAffine.of(graph, reader, conv.outputs(), conv.rank()))
        .filter(found -> found.value().equals(value) && !graph.isOutput(found.output()))
        .map(found ->
            following(graph, conv, found.output()).map(next -> found.then(next)).orElse(found));
  }

  private static void fold(Graph graph, Convolution conv, ChannelAffine affine) {
    float[] weights = conv.weights().floats();
    conv.scaleOutputs(weights, affine.scale());
    float[] bias = conv.bias().clone();
    for (int c = 0; c < bias.length; c++) {
      bias[c] = bias[c] * affine.scale()[c] + affine.shift()[c];
    }
    conv.change(graph, weights, bias);
    graph.bypass(conv.node().output(), affine.output());
  }
}
