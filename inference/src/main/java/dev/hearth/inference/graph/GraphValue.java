package dev.hearth.inference.graph;

import java.nio.ByteBuffer;

/**
 * A declared input or output of a graph ({@code ValueInfoProto}).
 *
 * @param name the value's name
 * @param type the element type as ONNX numbers them; 0 when not declared
 * @param rank the number of axes; -1 when not declared
 */
record GraphValue(String name, int type, int rank) {
  // ValueInfoProto
  private static final int NAME = 1;
  private static final int TYPE = 2;
  // TypeProto and TypeProto.Tensor
  private static final int TENSOR = 1;
  private static final int ELEMENT_TYPE = 1;
  private static final int SHAPE = 2;
  // TensorShapeProto
  private static final int DIM = 1;

  static GraphValue read(ByteBuffer body) {
    String name = "";
    GraphValue tensor = new GraphValue("", 0, -1);
    WireReader in = new WireReader(body);
    while (in.next()) {
      switch (in.field()) {
        case NAME -> name = in.string();
        case TYPE -> {
          WireReader kind = new WireReader(in.bytes());
          if (kind.next() && kind.field() == TENSOR) {
            tensor = tensor(kind.bytes());
          }
        }
        default -> {}
      }
    }
    return new GraphValue(name, tensor.type, tensor.rank);
  }

  private static GraphValue tensor(ByteBuffer body) {
    int type = 0;
    int rank = -1;
    WireReader in = new WireReader(body);
    while (in.next()) {
      switch (in.field()) {
        case ELEMENT_TYPE -> type = (int) in.number();
        case SHAPE -> rank = dimensions(in.bytes());
        default -> {}
      }
    }
    return new GraphValue("", type, rank);
  }

  /** The message; the shape is left for the runtime to infer. */
  WireWriter write() {
    WireWriter tensor = new WireWriter().number(ELEMENT_TYPE, type);
    WireWriter kind = new WireWriter().message(TENSOR, tensor);
    return new WireWriter().string(NAME, name).message(TYPE, kind);
  }

  private static int dimensions(ByteBuffer shape) {
    int rank = 0;
    WireReader in = new WireReader(shape);
    while (in.next()) {
      if (in.field() == DIM) {
        rank++;
      }
    }
    return rank;
  }
}
