package dev.hearth.machine.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The list of libraries that ldconfig writes for glibc's dynamic loader. Source: the format of
 * glibc 2.2 and newer, which older ones precede by a table of their own.
 *
 * @param bytes the file
 * @param file the same, to take numbers from
 * @param start of the newer table; offsets count from there
 * @param entries in it
 */
record LoaderCache(byte[] bytes, ByteBuffer file, int start, int entries) {
  private static final byte[] OLD = "ld.so-1.7.0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEW = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int OLD_HEADER = 16;
  private static final int OLD_ENTRY = 12;
  private static final int HEADER = 48;
  private static final int ENTRY = 24;
  private static final int LONGEST = 4096;

  /** Empty where the bytes are no such list. */
  static Optional<LoaderCache> parse(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long start = 0;
    if (begins(bytes, 0, OLD) && bytes.length >= OLD_HEADER) {
      long end = OLD_HEADER + OLD_ENTRY * Integer.toUnsignedLong(file.getInt(12));
      start = (end + 7) / 8 * 8;
    }
    if (start + HEADER > bytes.length || !begins(bytes, (int) start, NEW)) {
      return Optional.empty();
    }
    int at = (int) start;
    long entries = Integer.toUnsignedLong(file.getInt(at + NEW.length));
    return start + HEADER + entries * ENTRY > bytes.length
        ? Optional.empty()
        : Optional.of(new LoaderCache(bytes, file, at, (int) entries));
  }

  /** The path of a library for a processor, the loader's first choice first. */
  Optional<String> path(String name, ElfMachine machine) {
    for (int index = 0; index < entries; index++) {
      int at = start + HEADER + ENTRY * index;
      boolean suits = (file.getInt(at) & 0xff00) == machine.cacheFlag();
      if (suits && text(file.getInt(at + 4)).equals(Optional.of(name))) {
        return text(file.getInt(at + 8));
      }
    }
    return Optional.empty();
  }

  private Optional<String> text(int offset) {
    long from = start + Integer.toUnsignedLong(offset);
    for (long end = from; end < bytes.length && end - from < LONGEST; end++) {
      if (bytes[(int) end] == 0) {
        return Optional.of(
            new String(bytes, (int) from, (int) (end - from), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  private static boolean begins(byte[] bytes, int at, byte[] magic) {
    return bytes.length - at >= magic.length
        && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
  }
}
