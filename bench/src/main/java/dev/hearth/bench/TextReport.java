package dev.hearth.bench;

import dev.hearth.bench.Reference.Aim;
import dev.hearth.machine.Reading;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Results as a table for people. */
final class TextReport {
  private final PrintWriter out;

  TextReport(PrintWriter out) {
    this.out = out;
  }

  void print(Results results) {
    say("%d cores, %d photos: %s", results.cores(), results.photos().size(), names(results));
    say("medians of %d rounds; server and floor by turns", results.rounds());
    say("");
    say(
        "%-6s %4s | %8s %8s %8s %8s | %6s %6s | %8s %7s | %7s %7s %6s",
        "task", "conc", "req/s", "p50 ms", "p95", "p99", "req/s", "p50", "floor", "over", "cpu ms",
        "floor", "client");
    say(
        "%-6s %4s | %8s %8s %8s %8s | %6s %6s | %8s %7s | %7s %7s %6s",
        "", "", "", "", "", "", "x ref", "x ref", "req/s", "floor", "a req", "cpu ms", "cores");
    results.rows().forEach(this::row);
    say("");
    memory(results);
    firstAnswer(results);
    say(
        "aims: req/s at least %.1f x the reference, p50 at most %.2f x, over the floor at most"
            + " %.0f %%; * marks one not met",
        Aim.THROUGHPUT_RATIO, Aim.P50_RATIO, Aim.OVER_FLOOR_PERCENT);
    if (results.failures() > 0) {
      say("%d answers were not 200", results.failures());
    }
    out.flush();
  }

  private void row(Row row) {
    Measured server = row.server();
    say(
        "%-6s %4d | %8.1f %8.1f %8.1f %8.1f | %5.2f%s %5.2f%s | %8s %6s%s | %7.1f %7s %6.2f",
        row.task().label(),
        row.reference().concurrency(),
        server.perSecond(),
        server.millis().p50(),
        server.millis().p95(),
        server.millis().p99(),
        row.throughputRatio(),
        mark(row.throughputMet()),
        row.p50Ratio(),
        mark(row.p50Met()),
        row.floor().map(floor -> figure(floor.perSecond())).orElse("-"),
        percent(row.overFloorPercent()),
        mark(row.floorMet() || row.floor().isEmpty()),
        server.cpuMillis(),
        row.floor().map(floor -> figure(floor.cpuMillis())).orElse("-"),
        server.clientCpuShare());
  }

  private void memory(Results results) {
    String after =
        results.residentAfter().entrySet().stream()
            .map(each -> "after " + each.getKey() + " " + mebibytes(each.getValue()))
            .collect(Collectors.joining(", "));
    boolean met =
        results.resident().asOptional().filter(mib -> mib <= Aim.RESIDENT_MEBIBYTES).isPresent();
    say(
        "resident: %s; at the end %s%s, peak %s (reference %.0f MiB, aim at most %.0f)",
        after,
        mebibytes(results.resident()),
        mark(met),
        mebibytes(results.peak()),
        Reference.RESIDENT_MEBIBYTES,
        Aim.RESIDENT_MEBIBYTES);
  }

  private void firstAnswer(Results results) {
    if (results.firstAnswerSeconds().isEmpty()) {
      return;
    }
    String all =
        results.firstAnswerSeconds().stream()
            .map(seconds -> String.format(Locale.ROOT, "%.2f", seconds))
            .collect(Collectors.joining(", "));
    say(
        "first answer with faces: %.2f s%s after the start (%s; reference %.2f s, aim at most %.1f)",
        results.firstAnswer(),
        mark(results.firstAnswer() <= Aim.FIRST_ANSWER_SECONDS),
        all,
        Reference.FIRST_ANSWER_SECONDS,
        Aim.FIRST_ANSWER_SECONDS);
  }

  private static String names(Results results) {
    return String.join(", ", results.photos());
  }

  private static String mark(boolean met) {
    return met ? " " : "*";
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%+.0f %%", value.getAsDouble()) : "-";
  }

  private static String mebibytes(Reading<Double> memory) {
    return switch (memory) {
      case Reading.Known<Double>(Double value) -> String.format(Locale.ROOT, "%.0f MiB", value);
      case Reading.Unknown<Double> _ -> "unknown";
    };
  }

  @SuppressWarnings("AnnotateFormatMethod") // its library is none of ours
  private void say(String pattern, Object... values) {
    out.println(String.format(Locale.ROOT, pattern, values));
  }
}
