package dev.hearth.planning.fit;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Quantity {
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private Quantity() {}

  /** Memory: "7.6 GiB", "457 MiB", "12 KiB". */
  static String bytes(long bytes) {
    if (bytes >= GIB) {
      return format("%.1f GiB", (double) bytes / GIB);
    }
    if (bytes >= MIB) {
      return format("%.0f MiB", (double) bytes / MIB);
    }
    return bytes >= KIB ? format("%.0f KiB", (double) bytes / KIB) : bytes + " bytes";
  }

  /** Bandwidth, in decimal units as makers give it: "448 GB/s". */
  static String perSecond(long bytes) {
    return format(bytes < 1e10 ? "%.1f GB/s" : "%.0f GB/s", bytes / 1e9);
  }

  /** A text without the habits of any country. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a library for one word
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
