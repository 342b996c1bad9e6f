package dev.hearth.deployment.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The smallest shared library of ELF: its name and what it needs, in one segment at 0x10000. The
 * dynamic loader's own view of it is the same: `readelf -d` reads it.
 *
 * @param machine e_machine: 62 for x86-64
 */
record TinyLibrary(String name, List<String> needed, int machine) {
  private static final int DYNAMIC_AT = 0x100;
  private static final int NAMES_AT = 0x400;
  private static final int SIZE = 0x800;
  private static final int BASE = 0x10000;

  static byte[] of(String name, String... needed) {
    return new TinyLibrary(name, List.of(needed), 62).bytes();
  }

  static byte[] forArm(String name) {
    return new TinyLibrary(name, List.of(), 183).bytes();
  }

  byte[] bytes() {
    ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(16, (short) 3).putShort(18, (short) machine).putInt(20, 1);
    file.putLong(32, 64).putShort(52, (short) 64).putShort(54, (short) 56).putShort(56, (short) 2);
    segment(file, 64, 1, 0, SIZE);
    segment(file, 120, 2, DYNAMIC_AT, 16L * (needed.size() + 3));
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    int at = DYNAMIC_AT;
    for (String each : needed) {
      at = dynamic(file, at, 1, add(names, each));
    }
    at = dynamic(file, at, 14, add(names, name));
    dynamic(file, at, 5, BASE + NAMES_AT);
    file.put(NAMES_AT, names.toByteArray());
    return file.array();
  }

  private static void segment(ByteBuffer file, int at, int type, long offset, long size) {
    file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, BASE + offset);
    file.putLong(at + 32, size).putLong(at + 40, size);
  }

  private static int dynamic(ByteBuffer file, int at, long tag, long value) {
    file.putLong(at, tag).putLong(at + 8, value);
    return at + 16;
  }

  private static int add(ByteArrayOutputStream names, String name) {
    int at = names.size();
    names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    names.write(0);
    return at;
  }
}
