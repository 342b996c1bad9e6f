package dev.hearth.planning.weights;

/**
 * Element types of ONNX by their number.
 *
 * <p>Source: onnx/onnx {@code onnx/onnx.proto}, {@code TensorProto.DataType}.
 */
final class OnnxType {
  static final int STRING = 8;

  private static final String[] NAMES = {
    "?", "F32", "U8", "I8", "U16", "I16", "I32", "I64", "STRING", "BOOL", "F16", "F64", "U32",
    "U64", "C64", "C128", "BF16", "F8E4M3", "F8E4M3Z", "F8E5M2", "F8E5M2Z", "U4", "I4", "F4E2M1",
    "F8E8M0", "U2", "I2"
  };

  private static final int[] BITS = {
    0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2
  };

  private OnnxType() {}

  /** Bits of one element; 0 for text and for types that are not known here. */
  static int bits(long type) {
    return type >= 0 && type < BITS.length ? BITS[(int) type] : 0;
  }

  static String name(long type) {
    return type > 0 && type < NAMES.length ? NAMES[(int) type] : "type " + type;
  }

  static long bytes(long elements, int bits) throws MalformedException {
    return Math.ceilDiv(Sizes.times(elements, bits), 8);
  }
}
