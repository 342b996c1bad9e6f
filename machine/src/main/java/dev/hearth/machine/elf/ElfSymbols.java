package dev.hearth.machine.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The symbols a library defines for others, looked up by name through DT_GNU_HASH as the dynamic
 * loader does it; every linker of the last fifteen years writes this table.
 */
final class ElfSymbols {
  private static final int SYMBOL = 24;

  /** No hash bucket is as long; a chain without an end is damage. */
  private static final int LONGEST_CHAIN = 10_000;

  private final ElfParser file;
  private final long symbols;
  private final long buckets;
  private final long chains;
  private final long bucketCount;
  private final long firstHashed;

  ElfSymbols(ElfParser file, long hashTable, long symbols) throws IOException, ElfParser.Malformed {
    this.file = file;
    this.symbols = symbols;
    ByteBuffer header = file.atAddress(hashTable, 16);
    this.bucketCount = Integer.toUnsignedLong(header.getInt(0));
    this.firstHashed = Integer.toUnsignedLong(header.getInt(4));
    long bloomWords = Integer.toUnsignedLong(header.getInt(8));
    this.buckets = hashTable + 16 + 8 * bloomWords;
    this.chains = buckets + 4 * bucketCount;
  }

  boolean defines(String name) throws IOException, ElfParser.Malformed {
    if (bucketCount == 0) {
      return false;
    }
    int wanted = hash(name);
    long index = word(buckets + 4 * (Integer.toUnsignedLong(wanted) % bucketCount));
    if (index < firstHashed) {
      return false;
    }
    for (int step = 0; step < LONGEST_CHAIN; step++, index++) {
      int each = (int) word(chains + 4 * (index - firstHashed));
      if ((each | 1) == (wanted | 1) && isDefined(index, name)) {
        return true;
      }
      if ((each & 1) == 1) {
        return false;
      }
    }
    throw new ElfParser.Malformed("its table of symbols has no end");
  }

  private boolean isDefined(long index, String name) throws IOException, ElfParser.Malformed {
    ByteBuffer symbol = file.atAddress(symbols + SYMBOL * index, SYMBOL);
    boolean defined = symbol.getShort(6) != 0;
    return defined && file.name(Integer.toUnsignedLong(symbol.getInt(0))).equals(name);
  }

  private long word(long address) throws IOException, ElfParser.Malformed {
    return Integer.toUnsignedLong(file.atAddress(address, 4).getInt(0));
  }

  private static int hash(String name) {
    int hash = 5381;
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      hash = hash * 33 + (each & 0xff);
    }
    return hash;
  }
}
