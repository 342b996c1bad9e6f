package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the fields of one protobuf message without copying. After {@link #next()} exactly one of
 * {@link #number()}, {@link #fixed32()} or {@link #bytes()} may be asked, by the field's wire type.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers encoding</a>
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private final ByteBuffer in;
  private int start;
  private int field;
  private int type;
  private long value;
  private int from;

  WireReader(ByteBuffer message) {
    in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Steps to the next field; false at the end of the message. */
  boolean next() {
    if (!in.hasRemaining()) {
      return false;
    }
    start = in.position();
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    from = in.position();
    switch (type) {
      case VARINT -> value = varint();
      case FIXED64 -> value = in.getLong();
      case FIXED32 -> value = in.getInt();
      case LENGTH_DELIMITED -> skipBody();
      default -> throw new MalformedModelException("wire type " + type + " in field " + field);
    }
    return true;
  }

  private void skipBody() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new MalformedModelException("field " + field + " is longer than its message");
    }
    from = in.position();
    in.position(from + (int) length);
  }

  int field() {
    return field;
  }

  /** A varint, or the bits of a fixed-size field. */
  long number() {
    if (type == LENGTH_DELIMITED) {
      throw new MalformedModelException("field " + field + " should be a number");
    }
    return value;
  }

  float fixed32() {
    if (type != FIXED32) {
      throw new MalformedModelException("field " + field + " should be a float");
    }
    return Float.intBitsToFloat((int) value);
  }

  /** The body of a string, bytes or message field. */
  ByteBuffer bytes() {
    if (type != LENGTH_DELIMITED) {
      throw new MalformedModelException("field " + field + " should have a length");
    }
    return in.slice(from, in.position() - from).order(ByteOrder.LITTLE_ENDIAN);
  }

  String string() {
    return StandardCharsets.UTF_8.decode(bytes()).toString();
  }

  /** The whole field with its tag, to be written back as it is. */
  ByteBuffer raw() {
    return in.slice(start, in.position() - start);
  }

  boolean isPacked() {
    return type == LENGTH_DELIMITED;
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      result |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
    throw new MalformedModelException("a number has more than ten bytes");
  }

  /** Reads one more number out of a packed body. */
  static long packedVarint(ByteBuffer body) {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = body.get();
      result |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
    throw new MalformedModelException("a number has more than ten bytes");
  }
}
