package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * One attribute of a node ({@code AttributeProto}), decoded when asked.
 *
 * @param name for example {@code axis}
 * @param body the message as the file holds it
 */
record Attribute(String name, ByteBuffer body) {
  private static final int NAME = 1;
  private static final int FLOAT = 2;
  private static final int INT = 3;
  private static final int STRING = 4;
  private static final int TENSOR = 5;
  private static final int GRAPH = 6;
  private static final int INTS = 8;
  private static final int GRAPHS = 11;
  private static final int TYPE = 20;
  private static final int REFERENCE = 21;

  // AttributeProto.AttributeType
  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_INT = 2;
  private static final int TYPE_STRING = 3;
  private static final int TYPE_INTS = 7;

  static Attribute read(ByteBuffer body) {
    WireReader in = new WireReader(body);
    String name = "";
    while (in.next()) {
      switch (in.field()) {
        case NAME -> name = in.string();
        case GRAPH, GRAPHS -> throw new MalformedModelException("it holds a subgraph");
        case REFERENCE -> throw new MalformedModelException("it holds a function's attribute");
        default -> {}
      }
    }
    return new Attribute(name, body);
  }

  static Attribute of(String name, long value) {
    WireWriter out = new WireWriter().string(NAME, name).number(INT, value);
    return new Attribute(name, out.number(TYPE, TYPE_INT).toBuffer());
  }

  static Attribute of(String name, float value) {
    WireWriter out = new WireWriter().string(NAME, name).fixed32(FLOAT, value);
    return new Attribute(name, out.number(TYPE, TYPE_FLOAT).toBuffer());
  }

  static Attribute of(String name, String value) {
    WireWriter out = new WireWriter().string(NAME, name).string(STRING, value);
    return new Attribute(name, out.number(TYPE, TYPE_STRING).toBuffer());
  }

  static Attribute list(String name, long... values) {
    WireWriter out = new WireWriter().string(NAME, name);
    for (long value : values) {
      out.number(INTS, value);
    }
    return new Attribute(name, out.number(TYPE, TYPE_INTS).toBuffer());
  }

  long integer() {
    return find(INT).number();
  }

  float real() {
    return find(FLOAT).fixed32();
  }

  String text() {
    return find(STRING).string();
  }

  /** The tensor of a {@code Constant} node; empty when this attribute holds something else. */
  Optional<ByteBuffer> tensor() {
    WireReader in = new WireReader(body);
    while (in.next()) {
      if (in.field() == TENSOR) {
        return Optional.of(in.bytes());
      }
    }
    return Optional.empty();
  }

  long[] integers() {
    long[] values = new long[8];
    int count = 0;
    WireReader in = new WireReader(body);
    while (in.next()) {
      if (in.field() != INTS) {
        continue;
      }
      ByteBuffer packed = in.isPacked() ? in.bytes() : ByteBuffer.allocate(0);
      do {
        if (count == values.length) {
          values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = in.isPacked() ? WireReader.packedVarint(packed) : in.number();
      } while (packed.hasRemaining());
    }
    return Arrays.copyOf(values, count);
  }

  private WireReader find(int field) {
    WireReader in = new WireReader(body);
    while (in.next()) {
      if (in.field() == field) {
        return in;
      }
    }
    throw new MalformedModelException("attribute " + name + " has another type");
  }
}
