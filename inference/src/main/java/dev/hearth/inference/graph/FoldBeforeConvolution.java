package dev.hearth.inference.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Conv(scale · x + shift)}, a number a channel, becomes a convolution of x with scaled
 * weights and another bias, when all who read the sum are convolutions. A shift is folded only into
 * convolutions that are not padded: the zeros around x would not be shifted.
 */
final class FoldBeforeConvolution implements Rule {
  @Override
  public Set<String> anchors() {
    return Set.of("Add", "Sub", "Mul", "Div", "BatchNormalization");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    if (!node.hasOneOutput() || graph.isOutput(node.output())) {
      return false;
    }
    List<Convolution> readers = convolutions(graph, node);
    if (readers.isEmpty()) {
      return false;
    }
    Convolution first = readers.getFirst();
    Optional<ChannelAffine> affine =
        ChannelAffine.endingWith(graph, node, first.inputs(), first.rank())
            .filter(found -> keepsShape(graph, found, first.rank()))
            .filter(found -> readers.stream().allMatch(conv -> takes(conv, found)));
    affine.ifPresent(found -> fold(graph, readers, found));
    return affine.isPresent();
  }

  /** All readers as convolutions of this value; empty when one is something else. */
  private static List<Convolution> convolutions(Graph graph, GraphNode node) {
    List<Convolution> all = new ArrayList<>();
    for (GraphNode reader : graph.readers(node.output())) {
      Optional<Convolution> conv =
          Convolution.of(graph, reader)
              .filter(found -> !found.transposed())
              .filter(found -> reader.input(0).equals(node.output()));
      if (conv.isEmpty()) {
        return List.of();
      }
      all.add(conv.get());
    }
    return all;
  }

  /** A constant could also widen a value with fewer axes, or one with a single channel. */
  private static boolean keepsShape(Graph graph, ChannelAffine affine, int rank) {
    return Extent.of(graph, affine.value()).equals(new Extent(rank, affine.scale().length));
  }

  private static boolean takes(Convolution conv, ChannelAffine affine) {
    return conv.inputs() == affine.scale().length && (affine.onlyScales() || conv.isUnpadded());
  }

  private static void fold(Graph graph, List<Convolution> readers, ChannelAffine affine) {
    for (Convolution conv : readers) {
      float[] weights = conv.weights().floats();
      double[] shifted = conv.scaleInputs(weights, affine.scale(), affine.shift());
      float[] bias = conv.bias().clone();
      for (int c = 0; c < bias.length; c++) {
        bias[c] = (float) (bias[c] + shifted[c]);
      }
      conv.change(graph, weights, bias);
    }
    graph.bypass(affine.value(), affine.output());
  }
}
