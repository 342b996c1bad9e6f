package dev.hearth.server.api;

import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.server.http.Answer;
import dev.hearth.server.http.Request;
import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.wire.Dialect;
import dev.hearth.server.wire.Json;
import dev.hearth.server.wire.Status;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What the server tells of itself: health, models, devices. */
final class Reporting {
  private final Engine engine;
  private final About about;
  private final HttpSettings settings;

  Reporting(Engine engine, About about, HttpSettings settings) {
    this.engine = engine;
    this.about = about;
    this.settings = settings;
  }

  /** As text-embeddings-inference: 200 without a body, or 503 and why. */
  Answer health(Request request, Ticket ticket) {
    EngineStatus status = engine.status();
    if (status.ready()) {
      return Answer.text(200, "");
    }
    String reason = reason(status);
    return Answer.json(
        Status.UNAVAILABLE.code(),
        out -> Dialect.TEXT.write(out, Status.UNAVAILABLE, reason),
        new Answer.Header("Retry-After", "2"));
  }

  private static String reason(EngineStatus status) {
    String waiting =
        status.models().stream()
            .filter(model -> !model.state().equals("loaded"))
            .map(model -> model.name() + " (" + model.type().wireName() + ") " + model.state())
            .collect(Collectors.joining(", "));
    return waiting.isEmpty() ? "Models are being loaded" : "Models are being loaded: " + waiting;
  }

  /** The keys of text-embeddings-inference, where they mean something here, and the device. */
  Answer info(Request request, Ticket ticket) {
    EngineStatus status = engine.status();
    return Answer.json(out ->
        Json.write(
            out,
            json -> {
              json.writeStartObject();
              json.writeStringProperty("model_id", about.classifier().requested());
              json.writeNullProperty("model_sha");
              json.writeStringProperty("model_dtype", "float32");
              json.writeName("model_type");
              json.writeStartObject();
              json.writeName("classifier");
              json.writeStartObject();
              json.writeEndObject();
              json.writeEndObject();
              json.writeStringProperty("embedding_model_id", about.embedder().requested());
              json.writeNumberProperty("max_concurrent_requests", settings.inFlightLimit());
              json.writeNumberProperty("max_client_batch_size", settings.batchLimit());
              json.writeStringProperty("version", about.version());
              json.writeNullProperty("sha");
              json.writeNullProperty("docker_label");
              device(json, status);
              json.writeEndObject();
            }));
  }

  Answer devices(Request request, Ticket ticket) {
    EngineStatus status = engine.status();
    return Answer.json(out ->
        Json.write(
            out,
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("devices");
              status.devices().forEach(device -> EngineJson.device(json, device, about.runtime()));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  Answer models(Request request, Ticket ticket) {
    EngineStatus status = engine.status();
    return Answer.json(out ->
        Json.write(
            out,
            json -> {
              json.writeStartObject();
              json.writeBooleanProperty("ready", status.ready());
              json.writeArrayPropertyStart("models");
              status.models().forEach(model -> EngineJson.model(json, model));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private static void device(JsonGenerator json, EngineStatus status) {
    json.writeStringProperty("device", status.device());
    json.writeStringProperty("backend", status.backend());
  }
}
