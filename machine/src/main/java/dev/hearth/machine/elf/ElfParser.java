package dev.hearth.machine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the parts of a 64-bit little-endian ELF file that the dynamic loader reads. */
final class ElfParser {
  private static final int HEADER = 64;
  private static final int SHARED = 3;
  private static final int SEGMENT = 56;
  private static final int LOADED = 1;
  private static final int DYNAMIC = 2;
  private static final int DYNAMIC_ENTRY = 16;

  /** Far more than any library has; a file that says more is damaged. */
  private static final int MOST_SEGMENTS = 256;

  private static final int LARGEST_DYNAMIC = 1 << 20;
  private static final int LONGEST_NAME = 4096;

  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int DT_SYMTAB = 6;
  private static final int DT_SONAME = 14;
  private static final int DT_GNU_HASH = 0x6ffffef5;

  private final ElfContent content;
  private final List<Segment> segments = new ArrayList<>();
  private final List<long[]> dynamic = new ArrayList<>();

  ElfParser(ElfContent content) {
    this.content = content;
  }

  /** The bytes are not those of a shared library. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    Malformed(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /** A part of the file and the address that it is loaded at. */
  private record Segment(long offset, long address, long size) {
    boolean holds(long wanted) {
      return wanted >= address && wanted - address < size;
    }
  }

  SharedLibrary library(List<String> symbols) throws IOException, Malformed {
    ByteBuffer header = header();
    int machine = Short.toUnsignedInt(header.getShort(18));
    readSegments(header);
    List<String> needed = new ArrayList<>();
    for (long[] entry : dynamic) {
      if (entry[0] == DT_NEEDED) {
        needed.add(name(entry[1]));
      }
    }
    Optional<Long> name = value(DT_SONAME);
    return new SharedLibrary(
        Arrays.stream(ElfMachine.values()).filter(each -> each.number() == machine).findFirst(),
        name.isPresent() ? name(name.get()) : "",
        needed,
        symbols.isEmpty() ? List.of() : exported(symbols));
  }

  private ByteBuffer header() throws IOException, Malformed {
    byte[] bytes = content.at(0, HEADER);
    if (bytes.length < 4
        || bytes[0] != 0x7f
        || bytes[1] != 'E'
        || bytes[2] != 'L'
        || bytes[3] != 'F') {
      throw new Malformed("it is not an ELF file");
    }
    if (bytes.length < HEADER) {
      throw new Malformed("it is cut inside its header");
    }
    if (bytes[4] != 2 || bytes[5] != 1) {
      throw new Malformed("it is not for 64-bit little-endian processors");
    }
    ByteBuffer header = little(bytes);
    if (header.getShort(16) != SHARED) {
      throw new Malformed("it is an ELF file but no shared library");
    }
    return header;
  }

  private void readSegments(ByteBuffer header) throws IOException, Malformed {
    long at = header.getLong(32);
    int size = Short.toUnsignedInt(header.getShort(54));
    int count = Short.toUnsignedInt(header.getShort(56));
    if (size != SEGMENT || count > MOST_SEGMENTS) {
      throw new Malformed("its program headers make no sense");
    }
    ByteBuffer table = little(exactly(at, count * SEGMENT));
    long dynamicAt = -1;
    long dynamicSize = 0;
    for (int base = 0; base < count * SEGMENT; base += SEGMENT) {
      int type = table.getInt(base);
      long offset = table.getLong(base + 8);
      long length = table.getLong(base + 32);
      if (type == LOADED) {
        segments.add(new Segment(offset, table.getLong(base + 16), length));
      } else if (type == DYNAMIC) {
        dynamicAt = offset;
        dynamicSize = length;
      }
    }
    if (dynamicAt < 0) {
      throw new Malformed("it has no dynamic section");
    }
    readDynamic(dynamicAt, dynamicSize);
  }

  private void readDynamic(long at, long size) throws IOException, Malformed {
    if (size < 0 || size > LARGEST_DYNAMIC) {
      throw new Malformed("its dynamic section makes no sense");
    }
    ByteBuffer table = little(exactly(at, (int) size));
    for (int base = 0; base + DYNAMIC_ENTRY <= size; base += DYNAMIC_ENTRY) {
      long tag = table.getLong(base);
      if (tag == 0) {
        return;
      }
      dynamic.add(new long[] {tag, table.getLong(base + 8)});
    }
  }

  private Optional<Long> value(long tag) {
    return dynamic.stream().filter(entry -> entry[0] == tag).map(entry -> entry[1]).findFirst();
  }

  private long require(long tag, String what) throws Malformed {
    return value(tag).orElseThrow(() -> new Malformed("it has no " + what));
  }

  private List<String> exported(List<String> symbols) throws IOException, Malformed {
    ElfSymbols table =
        new ElfSymbols(
            this, require(DT_GNU_HASH, "table of its symbols"), require(DT_SYMTAB, "symbols"));
    List<String> found = new ArrayList<>();
    for (String symbol : symbols) {
      if (table.defines(symbol)) {
        found.add(symbol);
      }
    }
    return found;
  }

  /** A string of the string table. */
  String name(long at) throws IOException, Malformed {
    if (at < 0) {
      throw new Malformed("a name lies outside it");
    }
    long table = require(DT_STRTAB, "names");
    byte[] bytes = content.at(offset(table + at), LONGEST_NAME);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == bytes.length) {
      throw new Malformed("a name has no end");
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** Bytes at an address of the loaded library. */
  ByteBuffer atAddress(long address, int count) throws IOException, Malformed {
    return little(exactly(offset(address), count));
  }

  private long offset(long address) throws Malformed {
    for (Segment segment : segments) {
      long offset = segment.offset() + (address - segment.address());
      if (segment.holds(address) && offset >= 0) {
        return offset;
      }
    }
    throw new Malformed("an address lies outside it");
  }

  private byte[] exactly(long offset, int count) throws IOException, Malformed {
    byte[] bytes = offset < 0 ? new byte[0] : content.at(offset, count);
    if (bytes.length < count) {
      throw new Malformed("it is cut, or an offset lies outside it");
    }
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
