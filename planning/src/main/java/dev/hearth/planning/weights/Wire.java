package dev.hearth.planning.weights;

import java.io.IOException;

/**
 * Reads protobuf's wire format from a stream: fields of a message that ends at a known place. What
 * a caller does not want is jumped over and never in memory.
 *
 * <p>Source: protobuf.dev, "Encoding". Groups (types 3 and 4) do not occur in ONNX.
 */
final class Wire {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private final Cursor cursor;
  private int field;
  private int type;

  Wire(Cursor cursor) {
    this.cursor = cursor;
  }

  /** Whether the message that ends there has another field; if so its head has been read. */
  boolean next(long end) throws IOException {
    long position = cursor.position();
    if (position == end) {
      return false;
    }
    if (position > end) {
      throw new MalformedException("a field goes past its message");
    }
    long tag = varint();
    type = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > 1 << 29) {
      throw new MalformedException("a field has no number");
    }
    field = (int) (tag >>> 3);
    return true;
  }

  int field() {
    return field;
  }

  /** Whether the field at hand has this number and wire type. */
  boolean is(int number, int wireType) {
    return field == number && type == wireType;
  }

  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = cursor.unsignedByte();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedException("a number has more than ten bytes");
  }

  /** Where the field at hand, of type {@link #LENGTH}, ends. */
  long end(long messageEnd) throws IOException {
    long length = varint();
    if (length < 0 || length > messageEnd - cursor.position()) {
      throw new MalformedException("a field is said to be longer than its message");
    }
    return cursor.position() + length;
  }

  /** The text at hand; one longer than the limit breaks the format. */
  String text(long messageEnd, int longest) throws IOException {
    long length = end(messageEnd) - cursor.position();
    if (length > longest) {
      throw new MalformedException("a name is " + length + " bytes long");
    }
    return cursor.text((int) length);
  }

  void jumpTo(long position) throws IOException {
    cursor.skip(position - cursor.position());
  }

  void skip(long messageEnd) throws IOException {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> cursor.skip(8);
      case LENGTH -> jumpTo(end(messageEnd));
      case FIXED32 -> cursor.skip(4);
      default -> throw new MalformedException("a field has the unknown type " + type);
    }
  }

  long position() {
    return cursor.position();
  }
}
