package dev.hearth.evidence.witness;

import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.JsonNumbers;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a service where it computes, before the probe and after it.
 *
 * @param devices of Hearth's, before; unknown for others
 * @param models of Hearth's, before
 */
public record OwnWords(Reading<Json> devices, Reading<Json> models) {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final String PS = "/api/ps";
  private static final String DEVICES = "/v1/devices";
  private static final String MODELS = "/v1/models";

  /** What it says before the probe. */
  public static OwnWords before(Http http, Workload.OwnWord kind) {
    return switch (kind) {
      case Workload.Hearth _ -> new OwnWords(get(http, DEVICES), get(http, MODELS));
      case Workload.Ollama _, Workload.Untold _ ->
          new OwnWords(Reading.unknown("it was not asked"), Reading.unknown("it was not asked"));
    };
  }

  /** What it says after the probe, and how it differs. */
  public Reading<OwnWord> after(Http http, Workload.OwnWord kind) {
    return switch (kind) {
      case Workload.Untold _ -> Reading.unknown("this service does not tell where it computes");
      case Workload.Ollama(String model) -> get(http, PS).flatMap(json -> ollama(json, model));
      case Workload.Hearth _ ->
          get(http, DEVICES).flatMap(now -> get(http, MODELS).map(loaded -> engine(now, loaded)));
    };
  }

  /** What Ollama's /api/ps says of a model. */
  static Reading<OwnWord> ollama(Json json, String model) {
    for (Json each : JsonNumbers.items(json, "models")) {
      String name = each.text("name").orElse("");
      if (name.equals(model) || name.equals(model + ":latest")) {
        Optional<Long> size = bytes(each, "size");
        return size.isEmpty()
            ? Reading.unknown("Ollama does not tell the size of " + model)
            // Zero fields are left out.
            : Reading.known(
                new OwnWord.Model(model, size.get(), bytes(each, "size_vram").orElse(0L)));
      }
    }
    return Reading.unknown("Ollama does not list " + model + " as loaded");
  }

  private OwnWord engine(Json now, Json loaded) {
    Map<String, Double> busy = numbers(devices, "devices", "device", "busySeconds");
    Map<String, Double> runs = numbers(models, "models", "name", "runs");
    List<OwnWord.Device> found =
        JsonNumbers.items(now, "devices").stream().map(each -> device(each, busy)).toList();
    List<OwnWord.Loaded> models =
        JsonNumbers.items(loaded, "models").stream().map(each -> model(each, runs)).toList();
    return new OwnWord.Engine(found, models);
  }

  private static OwnWord.Device device(Json json, Map<String, Double> before) {
    return new OwnWord.Device(
        json.text("name").orElse("a device without a name"),
        json.text("backend").orElse(""),
        json.text("pciAddress"),
        json.truth("software").orElse(false),
        grown(json, "device", "busySeconds", before));
  }

  private static OwnWord.Loaded model(Json json, Map<String, Double> before) {
    return new OwnWord.Loaded(
        key(json, "name"),
        json.text("backend").orElse(""),
        json.text("takenOff"),
        grown(json, "name", "runs", before));
  }

  /** What was not there before began at 0; empty where nothing was asked before. */
  private static Optional<Double> grown(
      Json json, String name, String figure, Map<String, Double> before) {
    return JsonNumbers.of(json, figure)
        .filter(_ -> !before.isEmpty() || name.equals("name"))
        .map(value -> value - before.getOrDefault(key(json, name), 0.0));
  }

  private static Map<String, Double> numbers(
      Reading<Json> json, String list, String name, String figure) {
    Map<String, Double> numbers = new HashMap<>();
    json.asOptional()
        .map(found -> JsonNumbers.items(found, list))
        .orElse(List.of())
        .forEach(each ->
            JsonNumbers.of(each, figure).ifPresent(value -> numbers.put(key(each, name), value)));
    return numbers;
  }

  /** Two models of one name have different types. */
  private static String key(Json json, String name) {
    return json.text(name).orElse("") + json.text("type").map(type -> " " + type).orElse("");
  }

  private static Optional<Long> bytes(Json json, String name) {
    return JsonNumbers.of(json, name)
        .filter(value -> value >= 0 && value < 1e18)
        .map(Double::longValue);
  }

  private static Reading<Json> get(Http http, String path) {
    return http.send(Ask.get(path), DEADLINE).flatMap(reply -> reply.json(path));
  }
}
