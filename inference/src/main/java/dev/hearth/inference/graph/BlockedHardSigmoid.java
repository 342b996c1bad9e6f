package dev.hearth.inference.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * {@code x · HardSigmoid(x)} of a convolution's result: the gate becomes a depthwise 1×1
 * convolution with a clip behind it. ONNX Runtime's CPU kernels keep convolutions, and products of
 * equal shape, in a layout of channel blocks, but leave it, and come back to it, around a {@code
 * HardSigmoid}.
 */
final class BlockedHardSigmoid implements Rule {
  private static final long CLIP_WITH_INPUTS = 11;

  @Override
  public Set<String> anchors() {
    return Set.of("HardSigmoid");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    String x = node.input(0);
    boolean gatesItsInput =
        graph
            .onlyReader(node.output())
            .filter(product -> product.is("Mul") && product.inputs().contains(x))
            .isPresent();
    int channels = Blocks.channels(graph, x);
    if (graph.opset() < CLIP_WITH_INPUTS
        || !gatesItsInput
        || channels == 0
        || !node.hasOnly(Set.of("alpha", "beta"))) {
      return false;
    }
    float[] slopes = new float[channels];
    Arrays.fill(slopes, node.real("alpha", 0.2f));
    float[] offsets = new float[channels];
    Arrays.fill(offsets, node.real("beta", 0.5f));
    String line = graph.freshName(node.output());
    graph.insertBefore(node, Blocks.depthwise(graph, x, slopes, offsets, line));
    String low = graph.add(node.output() + "/low", new float[] {0});
    String high = graph.add(node.output() + "/high", new float[] {1});
    graph.replace(node, GraphNode.of("Clip", List.of(line, low, high), node.output()));
    return true;
  }
}
