package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A model small enough to be written in code, for seeing whether a device computes at all: a
 * convolution, a Relu and a matrix product over {@code picture} [1, 3, 32, 32].
 */
public final class CheckGraph {
  /** The only input, [1, 3, 32, 32]. */
  public static final String INPUT = "picture";

  public static final int SIDE = 32;
  public static final int CHANNELS = 3;

  private static final int FILTERS = 8;
  private static final int KERNEL = 3;
  private static final int OPSET = 13;
  private static final int IR_VERSION = 8;
  private static final int FLOAT = 1;

  private CheckGraph() {}

  /** The ONNX file. */
  public static ByteBuffer file() {
    WireWriter graph = new WireWriter();
    graph.message(1, node("Conv", List.of(INPUT, "filters"), "seen").message(5, pads()));
    graph.message(1, node("Relu", List.of("seen"), "kept"));
    graph.message(1, node("MatMul", List.of("kept", "mixing"), "answer"));
    graph.string(2, "check");
    graph.message(5, weights("filters", FILTERS, CHANNELS, KERNEL, KERNEL));
    graph.message(5, weights("mixing", SIDE, SIDE));
    graph.message(11, value(INPUT, 1, CHANNELS, SIDE, SIDE));
    graph.message(12, value("answer", 1, FILTERS, SIDE, SIDE));
    WireWriter opset = new WireWriter().string(1, "").number(2, OPSET);
    WireWriter model = new WireWriter().number(1, IR_VERSION);
    return model.message(7, graph).message(8, opset).toBuffer();
  }

  private static WireWriter node(String op, List<String> inputs, String output) {
    WireWriter node = new WireWriter();
    inputs.forEach(input -> node.string(1, input));
    return node.string(2, output).string(3, "check_" + output).string(4, op);
  }

  private static WireWriter pads() {
    return new WireWriter().raw(Attribute.list("pads", 1, 1, 1, 1).body());
  }

  /** Between −0.5 and 0.5, without a pattern that a broken kernel could get right by chance. */
  private static WireWriter weights(String name, long... axes) {
    WireWriter tensor = new WireWriter();
    int count = 1;
    for (long axis : axes) {
      tensor.number(1, axis);
      count *= Math.toIntExact(axis);
    }
    tensor.number(2, FLOAT);
    for (int i = 0; i < count; i++) {
      tensor.fixed32(4, (i * 37 + i / 5 * 11) % 101 / 100f - 0.5f);
    }
    return tensor.string(8, name);
  }

  private static WireWriter value(String name, long... axes) {
    WireWriter shape = new WireWriter();
    for (long axis : axes) {
      shape.message(1, new WireWriter().number(1, axis));
    }
    WireWriter tensor = new WireWriter().number(1, FLOAT).message(2, shape);
    return new WireWriter().string(1, name).message(2, new WireWriter().message(1, tensor));
  }
}
