package dev.hearth.bench;

import dev.hearth.machine.Reading;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as a JSON file, with the figures they are held against. Unknown figures are absent. */
final class JsonReport {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonReport() {}

  static void write(Results results, Path file) {
    JSON.writeValue(file, document(results));
  }

  private static Map<String, Object> document(Results results) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("cores", results.cores());
    document.put("rounds", results.rounds());
    document.put("photos", results.photos());
    document.put("failures", results.failures());
    document.put("rows", results.rows().stream().map(JsonReport::row).toList());
    document.put("memory", memory(results));
    if (!results.firstAnswerSeconds().isEmpty()) {
      document.put(
          "firstAnswer",
          Map.of(
              "seconds", results.firstAnswer(),
              "all", results.firstAnswerSeconds(),
              "reference", Reference.FIRST_ANSWER_SECONDS));
    }
    return document;
  }

  private static Map<String, Object> row(Row row) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("task", row.task().label());
    entry.put("concurrency", row.reference().concurrency());
    entry.put("server", figures(row.server()));
    row.floor().ifPresent(floor -> entry.put("floor", figures(floor)));
    entry.put("reference", row.reference());
    entry.put("throughputRatio", row.throughputRatio());
    entry.put("p50Ratio", row.p50Ratio());
    row.overFloorPercent().ifPresent(percent -> entry.put("overFloorPercent", percent));
    row.cpuOverFloorPercent().stream()
        .filter(Double::isFinite)
        .forEach(percent -> entry.put("cpuOverFloorPercent", percent));
    entry.put("aimsMet", aims(row));
    return entry;
  }

  private static List<String> aims(Row row) {
    Map<String, Boolean> met = new LinkedHashMap<>();
    met.put("throughput", row.throughputMet());
    met.put("p50", row.p50Met());
    met.put("floor", row.floorMet());
    return met.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  private static Map<String, Object> figures(Measured measured) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("requests", measured.requests());
    figures.put("failures", measured.failures());
    figures.put("perSecond", measured.perSecond());
    figures.put("millis", measured.millis());
    if (Double.isFinite(measured.cpuMillis())) {
      figures.put("cpuMillis", measured.cpuMillis());
    }
    figures.put("clientCpuShare", measured.clientCpuShare());
    return figures;
  }

  private static Map<String, Object> memory(Results results) {
    Map<String, Object> memory = new LinkedHashMap<>();
    Map<String, Double> after = new LinkedHashMap<>();
    results.residentAfter().forEach((task, reading) -> put(after, task, reading));
    memory.put("residentMebibytesAfter", after);
    Map<String, Double> figures = new LinkedHashMap<>();
    put(figures, "residentMebibytes", results.resident());
    put(figures, "peakMebibytes", results.peak());
    memory.putAll(figures);
    memory.put("referenceMebibytes", Reference.RESIDENT_MEBIBYTES);
    return memory;
  }

  private static void put(Map<String, Double> into, String name, Reading<Double> reading) {
    reading.asOptional().ifPresent(value -> into.put(name, value));
  }
}
