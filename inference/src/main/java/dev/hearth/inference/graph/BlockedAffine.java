package dev.hearth.inference.graph;

import java.util.Optional;
import java.util.Set;

/**
 * {@code scale · x + shift} that could not go into a convolution's weights becomes one depthwise
 * 1×1 convolution: one pass instead of two, in the layout of channel blocks.
 */
final class BlockedAffine implements Rule {
  @Override
  public Set<String> anchors() {
    return Set.of("Mul", "Add");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    Optional<String> value = Operand.of(graph, node).map(Operand::value);
    int channels = value.map(x -> Blocks.channels(graph, x)).orElse(0);
    if (channels == 0 || !node.hasOneOutput() || !feedsConvolution(graph, node)) {
      return false;
    }
    Optional<ChannelAffine> affine = ChannelAffine.endingWith(graph, node, channels, 4);
    affine.ifPresent(found -> {
      graph.replace(
          node,
          Blocks.depthwise(graph, found.value(), found.scale(), found.shift(), node.output()));
      graph.dropUnread(value.get());
    });
    return affine.isPresent();
  }

  private static boolean feedsConvolution(Graph graph, GraphNode node) {
    return graph.readers(node.output()).stream()
        .anyMatch(reader -> reader.is("Conv") && reader.input(0).equals(node.output()));
  }
}
