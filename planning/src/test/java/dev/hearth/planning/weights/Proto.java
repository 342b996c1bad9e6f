package dev.hearth.planning.weights;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes protobuf messages field by field. */
final class Proto {
  private final Bytes out = new Bytes();

  static Proto message(Consumer<Proto> fields) {
    Proto proto = new Proto();
    fields.accept(proto);
    return proto;
  }

  Proto number(int field, long value) {
    varint(field * 8L);
    varint(value);
    return this;
  }

  Proto text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Proto bytes(int field, byte... value) {
    varint(field * 8L + 2);
    varint(value.length);
    out.raw(value);
    return this;
  }

  Proto message(int field, Consumer<Proto> fields) {
    return bytes(field, message(fields).toArray());
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.u8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.u8(rest);
  }

  byte[] toArray() {
    return out.toArray();
  }
}
