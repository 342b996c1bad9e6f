package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor whose values the file holds ({@code TensorProto}): an initializer or the value of a
 * {@code Constant} node. Its numbers are decoded when asked.
 */
final class Constant {
  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT8 = 3;
  static final int INT32 = 6;
  static final int INT64 = 7;

  private static final float[] NONE = new float[0];

  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int SEGMENT = 3;
  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  private final long[] dims;
  private final int type;
  private final ByteBuffer stored;
  private final float[] computed;

  private Constant(long[] dims, int type, ByteBuffer stored, float[] computed) {
    this.dims = dims;
    this.type = type;
    this.stored = stored;
    this.computed = computed;
  }

  static Constant read(ByteBuffer body) {
    long[] dims = new long[8];
    int rank = 0;
    int type = 0;
    WireReader in = new WireReader(body);
    while (in.next()) {
      switch (in.field()) {
        case DIMS -> {
          ByteBuffer packed = in.isPacked() ? in.bytes() : ByteBuffer.allocate(0);
          if (in.isPacked() && !packed.hasRemaining()) {
            continue;
          }
          do {
            dims[rank++] = in.isPacked() ? WireReader.packedVarint(packed) : in.number();
          } while (packed.hasRemaining());
        }
        case DATA_TYPE -> type = (int) in.number();
        case EXTERNAL_DATA -> throw new MalformedModelException("its weights are in other files");
        case SEGMENT -> throw new MalformedModelException("it holds a tensor in segments");
        case DATA_LOCATION -> {
          if (in.number() != 0) {
            throw new MalformedModelException("its weights are in other files");
          }
        }
        default -> {}
      }
    }
    return new Constant(Arrays.copyOf(dims, rank), type, body, NONE);
  }

  /** A float tensor of values that are not in the file; they are not to be changed any more. */
  static Constant of(float[] values, long... dims) {
    return new Constant(dims.clone(), FLOAT, ByteBuffer.allocate(0), values);
  }

  static String nameOf(ByteBuffer body) {
    WireReader in = new WireReader(body);
    while (in.next()) {
      if (in.field() == NAME) {
        return in.string();
      }
    }
    return "";
  }

  /** The size of each axis; not to be changed. */
  long[] dims() {
    return dims;
  }

  /** {@link #FLOAT}, {@link #UINT8} … as ONNX numbers them. */
  int type() {
    return type;
  }

  /** The message of a tensor that is not in the file, under this name. */
  WireWriter write(String name) {
    ByteBuffer raw =
        ByteBuffer.allocate(computed.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(computed);
    WireWriter out = new WireWriter();
    for (long dim : dims) {
      out.number(DIMS, dim);
    }
    return out.number(DATA_TYPE, FLOAT).string(NAME, name).bytes(RAW_DATA, raw);
  }

  int rank() {
    return dims.length;
  }

  int elements() {
    long count = 1;
    for (long dim : dims) {
      count = Math.multiplyExact(count, dim);
    }
    return Math.toIntExact(count);
  }

  boolean isFloat() {
    return type == FLOAT;
  }

  /** The values of a float tensor; a copy. */
  float[] floats() {
    if (computed.length > 0) {
      return computed.clone();
    }
    if (!isFloat()) {
      throw new MalformedModelException("a tensor of type " + type + " where floats are needed");
    }
    float[] values = new float[elements()];
    FloatBuffer inFile =
        payload(RAW_DATA, FLOAT_DATA).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    if (inFile.remaining() != values.length) {
      throw new MalformedModelException("a tensor's values do not fill its shape");
    }
    inFile.get(values);
    return values;
  }

  /** The values of an 8-bit or 32-bit integer tensor, widened. */
  int[] integers() {
    int[] values = new int[elements()];
    ByteBuffer raw = payload(RAW_DATA).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer varints = payload(INT32_DATA);
    boolean packed = varints.hasRemaining();
    for (int i = 0; i < values.length; i++) {
      values[i] = packed ? (int) WireReader.packedVarint(varints) : next(raw);
    }
    if (raw.hasRemaining() || varints.hasRemaining()) {
      throw new MalformedModelException("a tensor's values do not fill its shape");
    }
    return values;
  }

  private int next(ByteBuffer raw) {
    return switch (type) {
      case INT8 -> raw.get();
      case UINT8 -> Byte.toUnsignedInt(raw.get());
      case INT32 -> raw.getInt();
      default -> throw new MalformedModelException("a tensor of type " + type);
    };
  }

  private ByteBuffer payload(int... fields) {
    ByteBuffer found = ByteBuffer.allocate(0);
    WireReader in = new WireReader(stored);
    while (in.next()) {
      for (int field : fields) {
        if (in.field() == field) {
          if (found.hasRemaining()) {
            throw new MalformedModelException("a tensor has its values twice");
          }
          found = in.bytes();
        }
      }
    }
    return found;
  }
}
