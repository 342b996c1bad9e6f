package dev.hearth.bench.lab;

import java.util.Locale;
import java.util.Optional;

/** Numbers with as many digits as they are worth. */
final class Figure {
  private static final double MEBIBYTE = 1 << 20;

  private Figure() {}

  static String of(double value) {
    double size = Math.abs(value);
    String pattern = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, value);
  }

  static String of(Optional<Double> value) {
    return value.map(Figure::of).orElse("");
  }

  static String percent(Optional<Double> share) {
    return share.map(value -> String.format(Locale.ROOT, "%.0f %%", 100 * value)).orElse("");
  }

  static String mebibytes(Optional<Long> bytes) {
    return bytes.map(value -> String.format(Locale.ROOT, "%.0f", value / MEBIBYTE)).orElse("");
  }

  /** Cosines near one differ in what is missing to it. */
  static String cosine(Optional<Double> value) {
    return value.map(cosine -> String.format(Locale.ROOT, "%.7f", cosine)).orElse("");
  }
}
