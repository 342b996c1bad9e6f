package dev.hearth.cli.report;

import java.util.Locale;

/** Sizes as people write them. */
public final class Sizes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Sizes() {}

  /** Bytes in binary units: one decimal below a hundred, none where it is whole. */
  public static String of(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1023.5 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    boolean whole = Math.abs(size - Math.rint(size)) < 0.05 || size >= 100;
    return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }

  /** Bytes in decimal units, as downloads and disks are counted; at most seven columns. */
  public static String decimal(long count) {
    if (count < 1000) {
      return count + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = count;
    int unit = -1;
    while (value >= 1000) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
