package dev.hearth.cli.top;

import dev.hearth.cli.report.Sizes;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.AcceleratorActivity;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Numbers as the screen shows them; what is not known is a dash. */
final class Figures {
  static final String UNKNOWN = "–";
  private static final String[] LEVELS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  private static final double FULL = 0.9;
  private static final double GIGA = 1e9;

  private Figures() {}

  static String percent(Reading<Double> share) {
    return known(share, value -> Math.round(value * 100) + " %");
  }

  static String watts(Reading<Double> watts) {
    return known(
        watts, value -> String.format(Locale.ROOT, value < 100 ? "%.1f W" : "%.0f W", value));
  }

  static String celsius(Reading<Double> celsius) {
    return known(celsius, value -> Math.round(value) + " °C");
  }

  /** Both clocks, as far as they are known: 2.70/2.80 GHz. */
  static String clocks(AcceleratorActivity activity) {
    List<String> known =
        List.of(activity.coreHertz(), activity.memoryHertz()).stream()
            .flatMap(each -> each.asOptional().stream())
            .map(hertz -> String.format(Locale.ROOT, "%.2f", hertz / GIGA))
            .toList();
    return activity.coreHertz().asOptional().isEmpty() ? UNKNOWN : String.join("/", known) + " GHz";
  }

  static String size(Reading<Long> bytes) {
    return known(bytes, Sizes::of);
  }

  /** Both in the unit of the whole: 0.5/4 GiB. */
  static String amount(Reading<Long> used, Reading<Long> total) {
    if (total.asOptional().isEmpty()) {
      return size(used);
    }
    String whole = Sizes.of(total.asOptional().get());
    int blank = whole.indexOf(' ');
    if (used.asOptional().isEmpty()) {
      return UNKNOWN + "/" + whole;
    }
    return inUnit(used.asOptional().get(), whole.substring(blank + 1)) + "/" + whole;
  }

  private static String inUnit(long bytes, String unit) {
    double size = bytes;
    for (int at = "KMGT".indexOf(unit.charAt(0)); at >= 0; at--) {
      size /= 1024;
    }
    return size == 0 || size >= 99.95
        ? String.format(Locale.ROOT, "%.0f", size)
        : String.format(Locale.ROOT, "%.1f", size);
  }

  /** A bar as [||||| ], so many columns in all; empty where it is not known. */
  static String bar(Reading<Double> share, int columns) {
    int room = Math.max(0, columns - 2);
    int full = (int) Math.round(Math.clamp(share.orElse(0.0), 0, 1) * room);
    return "[" + "|".repeat(full) + " ".repeat(room - full) + "]";
  }

  /** The part of a memory that is taken. */
  static Reading<Double> share(Reading<Long> used, Reading<Long> total) {
    return used.flatMap(some ->
        total.flatMap(all ->
            all > 0 ? Reading.known((double) some / all) : Reading.unknown("there is none of it")));
  }

  /** One sign for each core, as high as it is busy. */
  static String cores(List<Double> shares) {
    StringBuilder signs = new StringBuilder();
    for (double share : shares) {
      signs.append(LEVELS[(int) Math.clamp(share * LEVELS.length, 0, LEVELS.length - 1)]);
    }
    return signs.toString();
  }

  /** A memory that is nearly full is worth a look. */
  static TopLine.Look look(Reading<Double> share) {
    return share.orElse(0.0) >= FULL ? TopLine.Look.DOUBTFUL : TopLine.Look.GOOD;
  }

  private static <T> String known(Reading<T> reading, Function<T, String> written) {
    return reading.map(written).orElse(UNKNOWN);
  }
}
