package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the fields of one protobuf message. Large bodies are kept as slices of where they came
 * from and are copied once, by {@link #copyTo}.
 */
final class WireWriter {
  private final List<ByteBuffer> parts = new ArrayList<>();
  private byte[] small = new byte[64];
  private int filled;
  private long size;

  /** Appends a field that was read by {@link WireReader#raw()}. */
  WireWriter raw(ByteBuffer field) {
    if (field.remaining() < small.length) {
      int length = field.remaining();
      ensure(length);
      field.duplicate().get(small, filled, length);
      filled += length;
    } else {
      flush();
      parts.add(field.duplicate());
      size += field.remaining();
    }
    return this;
  }

  WireWriter number(int field, long value) {
    tag(field, WireReader.VARINT);
    varint(value);
    return this;
  }

  WireWriter fixed32(int field, float value) {
    tag(field, WireReader.FIXED32);
    ensure(Integer.BYTES);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      small[filled++] = (byte) (bits >>> shift);
    }
    return this;
  }

  WireWriter bytes(int field, ByteBuffer body) {
    tag(field, WireReader.LENGTH_DELIMITED);
    varint(body.remaining());
    return raw(body);
  }

  WireWriter string(int field, String text) {
    return bytes(field, StandardCharsets.UTF_8.encode(text));
  }

  WireWriter message(int field, WireWriter body) {
    body.flush();
    tag(field, WireReader.LENGTH_DELIMITED);
    varint(body.size);
    for (ByteBuffer part : body.parts) {
      raw(part);
    }
    return this;
  }

  /** Bytes that {@link #copyTo} writes. */
  long size() {
    return size + filled;
  }

  void copyTo(ByteBuffer target) {
    flush();
    for (ByteBuffer part : parts) {
      target.put(part.duplicate());
    }
  }

  /** This message on its own, as a field that can be written again. */
  ByteBuffer toBuffer() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size())).order(ByteOrder.LITTLE_ENDIAN);
    copyTo(all);
    return all.flip();
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      small[filled++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    small[filled++] = (byte) rest;
  }

  private void ensure(int more) {
    if (filled + more > small.length) {
      flush();
      small = new byte[Math.max(256, more)];
    }
  }

  private void flush() {
    if (filled > 0) {
      parts.add(ByteBuffer.wrap(small, 0, filled).slice());
      size += filled;
      small = new byte[256];
      filled = 0;
    }
  }
}
