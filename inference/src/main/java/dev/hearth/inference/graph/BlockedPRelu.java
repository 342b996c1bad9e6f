package dev.hearth.inference.graph;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code PRelu(x)} becomes {@code x + Relu((slope − 1) · x)} where no slope is over 1, else {@code
 * x ± Relu(−|slope − 1| · x)}: equal for either sign of x. Products are depthwise 1×1 convolutions,
 * which ONNX Runtime's CPU kernels fuse with the {@code Relu} and with the sum and keep in their
 * layout of channel blocks; {@code PRelu} leaves it.
 */
final class BlockedPRelu implements Rule {
  @Override
  public Set<String> anchors() {
    return Set.of("PRelu");
  }

  @Override
  public boolean apply(Graph graph, GraphNode node) {
    String x = node.input(0);
    int channels = Blocks.channels(graph, x);
    Optional<float[]> slopes =
        graph
            .constant(node.input(1))
            .filter(c -> c.isFloat() && channels > 0)
            .map(c -> new Operand(node, x, c))
            .flatMap(operand -> operand.perChannel(channels, 4));
    if (slopes.isEmpty() || !node.hasOneOutput()) {
      return false;
    }
    float[] signs = new float[channels];
    float[] falls = new float[channels];
    boolean oneSign = true;
    for (int c = 0; c < channels; c++) {
      signs[c] = slopes.get()[c] > 1 ? -1 : 1;
      falls[c] = -Math.abs(slopes.get()[c] - 1);
      oneSign &= signs[c] > 0;
      if (!Float.isFinite(falls[c])) {
        return false;
      }
    }
    String bend = bend(graph, node, falls);
    String step = oneSign ? bend : scaled(graph, node, bend, signs);
    graph.replace(node, GraphNode.of("Add", List.of(x, step), node.output()));
    return true;
  }

  private static String bend(Graph graph, GraphNode node, float[] falls) {
    String line = scaled(graph, node, node.input(0), falls);
    String bend = graph.freshName(node.output());
    graph.insertBefore(node, GraphNode.of("Relu", List.of(line), bend));
    return bend;
  }

  private static String scaled(Graph graph, GraphNode node, String x, float[] factors) {
    String output = graph.freshName(node.output());
    graph.insertBefore(
        node, Blocks.depthwise(graph, x, factors, new float[factors.length], output));
    return output;
  }
}
