package dev.hearth.cli.report;

import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Side;
import dev.hearth.evidence.benchmark.Spread;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A comparison, for people at a terminal and, as Markdown, in an issue or a wiki. */
public final class BenchText {
  private static final String ROW = "%-12s%22s%22s%10s%8s";

  private BenchText() {}

  /** Its lines, the sentence first. */
  public static List<String> of(Comparison comparison, Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.addAll(Wrapped.lines(paint.bold(comparison.sentence()), 0));
    lines.add("");
    lines.add(
        String.format(
                Locale.ROOT, ROW, "", comparison.unit() + "s/s", "ms a request", "CPU", "power")
            .stripTrailing());
    lines.add(row(comparison.running()));
    lines.add(row(comparison.twin()));
    lines.add("");
    Spread times = comparison.speedUp();
    lines.addAll(
        Wrapped.lines(
            String.format(
                Locale.ROOT,
                "Medians, and the middle half in brackets, of %s each in the order A B A B;"
                    + " %d and %d requests, no input twice. Times as fast, turn by turn: %s. %s.",
                turns(comparison),
                comparison.running().requests(),
                comparison.twin().requests(),
                spread(times),
                comparison.notes()),
            0));
    comparison.twin().image().ifPresent(image -> lines.add("Twin: " + image));
    return List.copyOf(lines);
  }

  private static String row(Side side) {
    return String.format(
            Locale.ROOT,
            ROW,
            side.name(),
            spread(side.rate()),
            spread(side.millis()),
            or(side.cpuPercent(), "%.0f %%"),
            or(side.watts(), "%.0f W"))
        .stripTrailing();
  }

  /** The same as Markdown. */
  public static List<String> markdown(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add("**" + comparison.service() + "**: " + comparison.sentence());
    lines.add("");
    lines.add("| | " + comparison.unit() + "s/s | ms a request | CPU | power | image |");
    lines.add("| --- | ---: | ---: | ---: | ---: | --- |");
    for (Side side : List.of(comparison.running(), comparison.twin())) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s |",
              side.name(),
              spread(side.rate()),
              spread(side.millis()),
              or(side.cpuPercent(), "%.0f %%"),
              or(side.watts(), "%.0f W"),
              side.image().map(image -> "`" + image + "`").orElse("")));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Medians (middle half) of %s each, A B A B; times as fast, turn by turn: %s; %s.",
            turns(comparison),
            spread(comparison.speedUp()),
            when(comparison)));
    return List.copyOf(lines);
  }

  static String turns(Comparison comparison) {
    int turns = comparison.running().batches().size();
    return turns == 1 ? "1 turn" : turns + " turns";
  }

  /** Whoever reads it may be anywhere. */
  static String when(Comparison comparison) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(comparison.time());
  }

  static String spread(Spread spread) {
    return String.format(
        Locale.ROOT,
        "%s (%s-%s)",
        figure(spread.median()),
        figure(spread.low()),
        figure(spread.high()));
  }

  static String figure(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  static String or(OptionalDouble value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
  }
}
