package dev.hearth.cli.report;

import dev.hearth.evidence.benchmark.Batch;
import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Side;
import dev.hearth.evidence.benchmark.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison, for scripts and for later: the document {@code hearth.bench/1}. */
public final class BenchJson {
  private static final double NANOS_PER_MILLI = 1e6;

  private BenchJson() {}

  /**
   * The document.
   *
   * @param slower that it is slower than before, in sentences
   */
  public static Map<String, Object> of(Comparison comparison, List<String> slower, String version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "hearth.bench/1");
    document.put("hearth", version);
    document.put("service", comparison.service());
    document.put("time", comparison.time().toString());
    document.put("unit", comparison.unit());
    document.put("work", comparison.kind().mark());
    document.put("sentence", comparison.sentence());
    document.put("notes", comparison.notes());
    document.put("timesAsFast", spread(comparison.speedUp()));
    document.put("running", side(comparison.running()));
    document.put("twin", side(comparison.twin()));
    document.put("regressions", slower);
    return document;
  }

  private static Map<String, Object> side(Side side) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", side.name());
    side.image().ifPresent(image -> entry.put("image", image));
    entry.put("unitsPerSecond", spread(side.rate()));
    entry.put("requestMillis", spread(side.millis()));
    entry.put("requests", side.requests());
    side.cpuPercent().ifPresent(percent -> entry.put("cpuPercent", percent));
    side.watts().ifPresent(watts -> entry.put("watts", watts));
    entry.put("turns", side.batches().stream().map(BenchJson::turn).toList());
    return entry;
  }

  private static Map<String, Object> turn(Batch batch) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("units", batch.units());
    entry.put("wallMillis", batch.wall().toNanos() / NANOS_PER_MILLI);
    entry.put(
        "requestMillis",
        batch.requests().stream().map(each -> each.toNanos() / NANOS_PER_MILLI).toList());
    return entry;
  }

  private static Map<String, Object> spread(Spread spread) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("low", spread.low());
    entry.put("median", spread.median());
    entry.put("high", spread.high());
    return entry;
  }
}
