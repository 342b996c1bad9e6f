package dev.hearth.server.api;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.server.http.Answer;
import dev.hearth.server.http.Load;
import dev.hearth.server.http.Request;
import dev.hearth.server.wire.Json;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** {@code GET /v1/events}: once a second, what the page shows of the engine and the machine. */
final class Events {
  private final Engine engine;
  private final About about;
  private final Load load;
  private final Latencies latencies;
  private final Samples samples;
  private final InstantSource clock = InstantSource.system();
  private final BusyShares busy = new BusyShares();

  Events(Engine engine, About about, Load load, Observed observed) {
    this.engine = engine;
    this.about = about;
    this.load = load;
    this.latencies = observed.latencies();
    this.samples = observed.samples();
  }

  /** What is measured while the server runs. */
  record Observed(Latencies latencies, Samples samples) {}

  Answer snapshot(Request request, Ticket ticket) {
    EngineStatus status = engine.status();
    Map<Device, OptionalDouble> shares = busy.since(status.devices(), System.nanoTime());
    Samples.Sample sample = samples.now();
    return Answer.json(out ->
        Json.write(
            out,
            json -> {
              json.writeStartObject();
              json.writeNumberProperty("at", clock.millis());
              json.writeStringProperty("version", about.version());
              json.writeBooleanProperty("ready", status.ready());
              traffic(json, status);
              tasks(json);
              devices(json, status, shares);
              json.writeArrayPropertyStart("models");
              status.models().forEach(model -> EngineJson.model(json, model));
              json.writeEndArray();
              SampleJson.machine(json, sample);
              process(json, sample);
              json.writeEndObject();
            }));
  }

  private void traffic(JsonGenerator json, EngineStatus status) {
    json.writeObjectPropertyStart("traffic");
    json.writeNumberProperty("inFlight", load.inFlight());
    json.writeNumberProperty(
        "waiting", status.models().stream().mapToInt(LoadedModel::waiting).sum());
    json.writeNumberProperty("bufferedBytes", load.bufferedBytes());
    json.writeEndObject();
  }

  private void tasks(JsonGenerator json) {
    json.writeArrayPropertyStart("tasks");
    latencies
        .lastMinute()
        .forEach((task, minute) -> {
          json.writeStartObject();
          json.writeStringProperty("task", task);
          json.writeNumberProperty("count", minute.count());
          SampleJson.number(json, "perSecond", OptionalDouble.of(minute.perSecond()));
          SampleJson.number(json, "medianMillis", OptionalDouble.of(minute.medianMillis()));
          SampleJson.number(json, "p95Millis", OptionalDouble.of(minute.p95Millis()));
          json.writeEndObject();
        });
    json.writeEndArray();
  }

  private void devices(
      JsonGenerator json, EngineStatus status, Map<Device, OptionalDouble> shares) {
    json.writeArrayPropertyStart("devices");
    status
        .devices()
        .forEach(device -> {
          json.writeStartObject();
          EngineJson.properties(json, device, about.runtime());
          SampleJson.number(
              json, "busyShare", shares.getOrDefault(device.device(), OptionalDouble.empty()));
          json.writeEndObject();
        });
    json.writeEndArray();
  }

  private static void process(JsonGenerator json, Samples.Sample sample) {
    Runtime runtime = Runtime.getRuntime();
    json.writeObjectPropertyStart("process");
    json.writeNumberProperty("heapBytes", runtime.totalMemory() - runtime.freeMemory());
    SampleJson.number(json, "residentBytes", sample.processBytes());
    json.writeEndObject();
  }
}
