package dev.hearth.planning.weights;

import java.util.function.Consumer;

/** Writes small ONNX files; field numbers as in {@code onnx.proto}. */
public final class OnnxFile {
  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int FLOAT16 = 10;
  static final int INT4 = 22;

  private OnnxFile() {}

  static byte[] model(Consumer<Proto> graph) {
    return Proto.message(model -> model.number(1, 8).text(2, "a test").message(7, graph)).toArray();
  }

  /** A weight in the file's own raw bytes. */
  static Consumer<Proto> raw(String name, int type, int bytes, long... dimensions) {
    return tensor -> {
      for (long dimension : dimensions) {
        tensor.number(1, dimension);
      }
      tensor.number(2, type).text(8, name).bytes(9, new byte[bytes]);
    };
  }

  /** A weight in a file beside the model. */
  static Consumer<Proto> external(String name, int type, String file, long... dimensions) {
    return tensor -> {
      for (long dimension : dimensions) {
        tensor.number(1, dimension);
      }
      tensor
          .number(2, type)
          .text(8, name)
          .message(13, entry -> entry.text(1, "location").text(2, file))
          .message(13, entry -> entry.text(1, "length").text(2, "7"))
          .number(14, 1);
    };
  }

  /** A value of floats; a dimension is a number, or a name when it is free. */
  static Consumer<Proto> value(String name, Object... dimensions) {
    return info ->
        info.text(1, name)
            .message(
                2,
                type ->
                    type.message(
                        1,
                        tensor ->
                            tensor
                                .number(1, FLOAT)
                                .message(2, shape -> dimensions(shape, dimensions))));
  }

  private static void dimensions(Proto shape, Object... dimensions) {
    for (Object dimension : dimensions) {
      switch (dimension) {
        case Integer size -> shape.message(1, one -> one.number(1, size));
        default -> shape.message(1, one -> one.text(2, dimension.toString()));
      }
    }
  }

  static Consumer<Proto> node(String operator, String input, String output) {
    return node -> node.text(1, input).text(2, output).text(4, operator);
  }

  /** Two layers on a batch of any size, with all shapes told: 400, 800, 400 and 40 bytes. */
  public static byte[] chain() {
    return model(graph ->
        graph
            .message(1, node("Expand", "in", "wide"))
            .message(1, node("Shrink", "wide", "narrow"))
            .message(1, node("Gemm", "narrow", "out"))
            .message(5, raw("weight", FLOAT, 4000, 100, 10))
            .message(11, value("in", "batch", 100))
            .message(11, value("weight", 100, 10))
            .message(12, value("out", "batch", 10))
            .message(13, value("wide", "batch", 200))
            .message(13, value("narrow", "batch", 100)));
  }
}
