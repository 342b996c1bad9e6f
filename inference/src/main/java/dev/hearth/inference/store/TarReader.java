package dev.hearth.inference.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a tar archive front to back, as npm packs it: POSIX ustar with prefixes and pax headers,
 * and GNU long names. Only names, sizes and contents of regular files; all else is passed over.
 */
public final class TarReader {
  private static final int BLOCK = 512;
  private static final int LARGEST_HEADER = 1 << 20;

  private final InputStream archive;
  private long unread;
  private int padding;

  public TarReader(InputStream archive) {
    this.archive = archive;
  }

  /** One regular file of the archive. */
  public record Entry(String name, long size) {}

  /** The next regular file, whose content {@link #read} then gives; empty at the end. */
  public Optional<Entry> next() throws IOException {
    String longName = "";
    long paxSize = -1;
    while (true) {
      skipRest();
      byte[] header = archive.readNBytes(BLOCK);
      if (header.length == 0 || isZero(header)) {
        return Optional.empty();
      }
      if (header.length < BLOCK) {
        throw new EOFException("the archive is cut inside a header");
      }
      checkSum(header);
      open(number(header, 124, 12));
      switch (header[156]) {
        case 'x' -> {
          String records = text();
          longName = pax(records, "path").orElse(longName);
          paxSize = size(pax(records, "size"), paxSize);
        }
        case 'L' -> longName = text().replace("\0", "");
        case '0', '\0', '7' -> {
          if (paxSize >= 0) {
            open(paxSize);
          }
          return Optional.of(new Entry(longName.isEmpty() ? name(header) : longName, unread));
        }
        default -> {
          if (header[156] != 'g' && header[156] != 'K') {
            longName = "";
            paxSize = -1;
          }
        }
      }
    }
  }

  /**
   * Reads from the current file.
   *
   * @return how many bytes; −1 at its end
   */
  public int read(byte[] chunk) throws IOException {
    if (unread == 0) {
      return -1;
    }
    int count = archive.read(chunk, 0, (int) Math.min(chunk.length, unread));
    if (count < 0) {
      throw new EOFException("the archive is cut inside a file");
    }
    unread -= count;
    return count;
  }

  private void open(long size) throws IOException {
    if (size < 0) {
      throw new IOException("not a tar archive: a size makes no sense");
    }
    unread = size;
    padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private void skipRest() throws IOException {
    long rest = unread + padding;
    while (rest > 0) {
      long skipped = archive.skip(rest);
      if (skipped <= 0 && archive.read() < 0) {
        throw new EOFException("the archive is cut inside a file");
      }
      rest -= Math.max(1, skipped);
    }
    unread = 0;
    padding = 0;
  }

  private String text() throws IOException {
    if (unread > LARGEST_HEADER) {
      throw new IOException("not a tar archive: a name of " + unread + " bytes");
    }
    byte[] bytes = archive.readNBytes((int) unread);
    if (bytes.length < unread) {
      throw new EOFException("the archive is cut inside a header");
    }
    unread = 0;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A pax record is {@code "<length> <key>=<value>\n"}. */
  private static Optional<String> pax(String records, String key) {
    return records
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .reduce((_, last) -> last);
  }

  private static long size(Optional<String> digits, long otherwise) {
    return digits
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElse(otherwise);
  }

  private static String name(byte[] header) {
    String name = field(header, 0, 100);
    boolean ustar = field(header, 257, 5).equals("ustar");
    String prefix = ustar && header[262] == 0 ? field(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String field(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits, or after a high bit eight binary bytes. */
  private static long number(byte[] header, int from, int length) throws IOException {
    if (header[from] < 0) {
      long value = 0;
      for (int i = from + length - 8; i < from + length; i++) {
        value = (value << 8) | (header[i] & 0xff);
      }
      return value;
    }
    String digits = field(header, from, length).strip();
    if (!digits.matches("[0-7]{0,20}")) {
      throw new IOException("not a tar archive: a number makes no sense");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (number(header, 148, 8) != sum) {
      throw new IOException("not a tar archive: a header's checksum is wrong");
    }
  }

  private static boolean isZero(byte[] header) {
    for (byte value : header) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
