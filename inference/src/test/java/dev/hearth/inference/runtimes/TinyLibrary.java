package dev.hearth.inference.runtimes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The smallest shared libraries that say what a test wants; no linker is needed. */
final class TinyLibrary {
  private static final int DYNAMIC_AT = 0x100;
  private static final int HASH_AT = 0x400;
  private static final int SYMBOLS_AT = 0x800;
  private static final int NAMES_AT = 0x1000;
  private static final int SIZE = 0x2000;

  private final int machine;
  private final List<String> needed = new ArrayList<>();
  private final List<String> exported = new ArrayList<>();

  private TinyLibrary(int machine) {
    this.machine = machine;
  }

  static TinyLibrary x86() {
    return new TinyLibrary(62);
  }

  static TinyLibrary arm64() {
    return new TinyLibrary(183);
  }

  TinyLibrary needs(String... names) {
    needed.addAll(List.of(names));
    return this;
  }

  TinyLibrary exports(String... names) {
    exported.addAll(List.of(names));
    return this;
  }

  /** Loaded as one segment at the address 0x10000. */
  byte[] bytes() {
    ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(16, (short) 3).putShort(18, (short) machine).putInt(20, 1);
    file.putLong(32, 64).putShort(52, (short) 64).putShort(54, (short) 56).putShort(56, (short) 2);
    segment(file, 64, 1, 0, SIZE);
    segment(file, 120, 2, DYNAMIC_AT, 16L * (needed.size() + 5));
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    int at = DYNAMIC_AT;
    for (String each : needed) {
      at = dynamic(file, at, 1, name(names, each));
    }
    at = dynamic(file, at, 14, name(names, "libtiny.so.1"));
    at = dynamic(file, at, 5, 0x10000 + NAMES_AT);
    at = dynamic(file, at, 6, 0x10000 + SYMBOLS_AT);
    dynamic(file, at, 0x6ffffef5, 0x10000 + HASH_AT);
    symbols(file, names);
    file.put(NAMES_AT, names.toByteArray());
    return file.array();
  }

  /** One bucket, in which all symbols are chained. */
  private void symbols(ByteBuffer file, ByteArrayOutputStream names) {
    int count = exported.size();
    file.putInt(HASH_AT, 1).putInt(HASH_AT + 4, 1).putInt(HASH_AT + 8, 1).putInt(HASH_AT + 12, 0);
    file.putLong(HASH_AT + 16, -1).putInt(HASH_AT + 24, count == 0 ? 0 : 1);
    for (int index = 0; index < count; index++) {
      String each = exported.get(index);
      int symbol = SYMBOLS_AT + 24 * (index + 1);
      file.putInt(symbol, name(names, each)).putShort(symbol + 6, (short) 1);
      int hash = hash(each) & ~1;
      file.putInt(HASH_AT + 28 + 4 * index, index == count - 1 ? hash | 1 : hash);
    }
  }

  private static void segment(ByteBuffer file, int at, int type, long offset, long size) {
    file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, 0x10000 + offset);
    file.putLong(at + 32, size).putLong(at + 40, size);
  }

  private static int dynamic(ByteBuffer file, int at, long tag, long value) {
    file.putLong(at, tag).putLong(at + 8, value);
    return at + 16;
  }

  private static int name(ByteArrayOutputStream names, String name) {
    int at = names.size();
    names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    names.write(0);
    return at;
  }

  private static int hash(String name) {
    return name.chars().reduce(5381, (hash, each) -> hash * 33 + each);
  }
}
