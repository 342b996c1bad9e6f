package dev.hearth.inference.graph;

import java.util.List;
import java.util.Set;

/**
 * The output of a text recogniser, a {@code Softmax} {@code [n, steps, characters]}, is replaced by
 * what greedy CTC decoding reads of it: the best character of each step and its probability, both
 * {@code [n, steps]}. Two small tensors leave the runtime instead of one with thousands of numbers
 * a step. This changes the outputs, so it is done only when asked for.
 */
final class CtcGreedy implements Rule {
  /** From here on {@code ReduceMax} takes its axes as an input. */
  private static final long AXES_AS_INPUT = 18;

  /** Before this {@code Softmax} flattened the axes behind its own. */
  private static final long SOFTMAX_OVER_ONE_AXIS = 13;

  private static final long LAST = 2;

  @Override
  public Set<String> anchors() {
    return Set.of("Softmax");
  }

  @Override
  public boolean apply(Graph graph, GraphNode softmax) {
    long axis = softmax.integer("axis", graph.opset() < SOFTMAX_OVER_ONE_AXIS ? 1 : -1);
    String output = softmax.output();
    boolean stepsOfCharacters =
        graph.outputs().size() == 1
            && graph.outputs().getFirst().name().equals(output)
            && graph.outputs().getFirst().rank() == 3
            && graph.outputs().getFirst().type() == Constant.FLOAT;
    if (!stepsOfCharacters
        || !graph.readers(output).isEmpty()
        || (axis != LAST && axis != -1)
        || graph.opset() >= AXES_AS_INPUT) {
      return false;
    }
    GraphNode index =
        GraphNode.of(
            "ArgMax",
            List.of(output),
            Rewrite.CTC_INDEX,
            Attribute.of("axis", LAST),
            Attribute.of("keepdims", 0L));
    GraphNode score =
        GraphNode.of(
            "ReduceMax",
            List.of(output),
            Rewrite.CTC_SCORE,
            Attribute.list("axes", LAST),
            Attribute.of("keepdims", 0L));
    graph.append(index);
    graph.append(score);
    graph.replaceOutputs(
        List.of(
            new GraphValue(Rewrite.CTC_INDEX, Constant.INT64, -1),
            new GraphValue(Rewrite.CTC_SCORE, Constant.FLOAT, -1)));
    return true;
  }
}
