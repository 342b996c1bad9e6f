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
    Optional<Convolution> convolution = Convolution.of(graph, node);
    Optional<GraphNode> reader =
        convolution.isEmpty() ? Optional.empty() : graph.onlyReader(node.output());
    if (reader.isEmpty()) {
      return false;
    }
    Convolution conv = convolution.get();
    Optional<ChannelAffine> affine =
        ChannelAffine.of(graph, reader.get(), conv.outputs(), conv.rank())
            .filter(found -> found.value().equals(node.output()))
            .filter(found -> !graph.isOutput(found.node().output()));
    affine.ifPresent(found -> fold(graph, conv, found));
    return affine.isPresent();
  }

  private static void fold(Graph graph, Convolution conv, ChannelAffine affine) {
    float[] weights = conv.weights().floats();
    conv.forEachPlane((from, to, _, output) -> {
      float scale = affine.scale()[output];
      for (int i = from; i < to; i++) {
        weights[i] *= scale;
      }
    });
    float[] bias = conv.bias().clone();
    for (int c = 0; c < bias.length; c++) {
      bias[c] = bias[c] * affine.scale()[c] + affine.shift()[c];
    }
    conv.change(graph, weights, bias);
    graph.redirect(affine.node().output(), conv.node().output());
    graph.remove(affine.node());
  }
}
