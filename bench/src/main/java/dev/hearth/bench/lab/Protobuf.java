package dev.hearth.bench.lab;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One protobuf message in the making. Fields are written in the order of the calls. */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Protobuf number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  Protobuf real(int field, float value) {
    tag(field, FIXED32);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      body.write(bits >>> shift);
    }
    return this;
  }

  Protobuf text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Protobuf message(int field, Protobuf value) {
    return bytes(field, value.toBytes());
  }

  Protobuf bytes(int field, byte[] value) {
    begins(field, value.length);
    body.writeBytes(value);
    return this;
  }

  /** The head of a field whose body is written elsewhere, right behind this message. */
  Protobuf begins(int field, long length) {
    tag(field, LENGTH_DELIMITED);
    varint(length);
    return this;
  }

  /** Another message's fields behind this one's. */
  Protobuf append(Protobuf fields) {
    body.writeBytes(fields.toBytes());
    return this;
  }

  byte[] toBytes() {
    return body.toByteArray();
  }

  int size() {
    return body.size();
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      body.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    body.write((int) rest);
  }
}
