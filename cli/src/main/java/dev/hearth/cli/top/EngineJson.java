package dev.hearth.cli.top;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/** Reads an event of the engine's {@code GET /v1/events}. */
public final class EngineJson {
  private EngineJson() {}

  /** What an event tells; an engine that tells it otherwise is silent. */
  public static EngineView read(String address, String event) {
    return switch (Json.parse(event, "/v1/events")) {
      case Reading.Known<Json>(Json json) -> told(address, json);
      case Reading.Unknown<Json>(String reason) -> new EngineView.Silent(address, reason);
    };
  }

  private static EngineView told(String address, Json json) {
    if (json.member("traffic").isEmpty() || json.member("models").isEmpty()) {
      return new EngineView.Silent(address, "it is no engine of Hearth's, or another version");
    }
    Optional<Json> traffic = json.member("traffic");
    return new EngineView.Told(
        address,
        json.text("version").orElse(""),
        json.truth("ready").orElse(false),
        traffic.map(each -> count(each, "inFlight")).orElse(0),
        traffic.map(each -> count(each, "waiting")).orElse(0),
        json.items("tasks").stream().map(EngineJson::task).toList(),
        models(json));
  }

  private static List<EngineView.Model> models(Json json) {
    return json.items("models").stream().map(EngineJson::model).toList();
  }

  private static EngineView.Task task(Json json) {
    return new EngineView.Task(
        json.text("task").orElse(""),
        decimal(json, "perSecond"),
        decimal(json, "medianMillis"),
        decimal(json, "p95Millis"));
  }

  private static EngineView.Model model(Json json) {
    return new EngineView.Model(
        json.text("task").orElse(""),
        json.text("type").orElse(""),
        json.text("name").orElse(""),
        json.text("state").orElse(""),
        json.text("device").orElse(""),
        count(json, "waiting"),
        json.number("runs").orElse(0L),
        json.text("takenOff"));
  }

  private static int count(Json json, String name) {
    return Math.toIntExact(Math.clamp(json.number(name).orElse(0L), 0, Integer.MAX_VALUE));
  }

  private static double decimal(Json json, String name) {
    if (json.member(name).orElse(new Json.Nothing()) instanceof Json.Digits(String digits)) {
      try {
        double number = Double.parseDouble(digits);
        return Double.isFinite(number) ? number : 0;
      } catch (NumberFormatException _) {
        return 0;
      }
    }
    return 0;
  }
}
