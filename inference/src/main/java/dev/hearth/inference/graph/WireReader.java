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
  private static final byte[] NONE = new byte[0];

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int FIXED32 = 5;

  private final ByteBuffer message;
  private final byte[] heap;
  private final int offset;
  private final boolean onHeap;
  private final int limit;
  private int position;
  private int start;
  private int field;
  private int type;
  private long value;
  private int from;

  WireReader(ByteBuffer message) {
    this.message = message;
    // Most of a start is spent before anything is compiled; an array is read with no calls.
    onHeap = message.hasArray();
    heap = onHeap ? message.array() : NONE;
    offset = onHeap ? message.arrayOffset() : 0;
    position = message.position();
    limit = message.limit();
  }

  /** Steps to the next field; false at the end of the message. */
  boolean next() {
    if (position >= limit) {
      return false;
    }
    start = position;
    long tag = varint();
    field = (int) (tag >>> 3);
    type = (int) (tag & 7);
    from = position;
    switch (type) {
      case VARINT -> value = varint();
      case FIXED64 -> value = fixed(Long.BYTES);
      case FIXED32 -> value = fixed(Integer.BYTES);
      case LENGTH_DELIMITED -> skipBody();
      default -> throw new MalformedModelException("wire type " + type + " in field " + field);
    }
    return true;
  }

  private void skipBody() {
    long length = varint();
    if (length < 0 || length > limit - position) {
      throw new MalformedModelException("field " + field + " is longer than its message");
    }
    from = position;
    position += (int) length;
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
    return message.slice(from, position - from).order(ByteOrder.LITTLE_ENDIAN);
  }

  String string() {
    if (type != LENGTH_DELIMITED) {
      throw new MalformedModelException("field " + field + " should be a string");
    }
    if (onHeap) {
      return new String(heap, offset + from, position - from, StandardCharsets.UTF_8);
    }
    byte[] text = new byte[position - from];
    message.get(from, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** The whole field with its tag, to be written back as it is. */
  ByteBuffer raw() {
    return message.slice(start, position - start);
  }

  boolean isPacked() {
    return type == LENGTH_DELIMITED;
  }

  private byte read() {
    if (position >= limit) {
      throw new MalformedModelException("it ends within a field");
    }
    byte b = onHeap ? heap[offset + position] : message.get(position);
    position++;
    return b;
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = read();
      result |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return result;
      }
    }
    throw new MalformedModelException("a number has more than ten bytes");
  }

  private long fixed(int bytes) {
    long result = 0;
    for (int i = 0; i < bytes; i++) {
      result |= (read() & 0xffL) << (8 * i);
    }
    return result;
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
