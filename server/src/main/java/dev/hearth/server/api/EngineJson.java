package dev.hearth.server.api;

import dev.hearth.inference.device.Proof;
import dev.hearth.inference.engine.EngineStatus.DeviceStatus;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;

/** Devices and models as {@code /v1/devices} and {@code /v1/models} write them. */
final class EngineJson {
  private EngineJson() {}

  static void device(JsonGenerator json, DeviceStatus status, String runtime) {
    json.writeStartObject();
    properties(json, status, runtime);
    json.writeEndObject();
  }

  /** What is told of a device, inside an object that may tell more. */
  static void properties(JsonGenerator json, DeviceStatus status, String runtime) {
    json.writeStringProperty("device", status.description());
    json.writeStringProperty("backend", status.device().provider().key());
    json.writeStringProperty("provider", status.device().provider().runtimeName());
    json.writeStringProperty("name", status.device().name());
    text(json, "pciAddress", status.device().pciAddress());
    json.writeBooleanProperty("software", status.device().software());
    json.writeStringProperty("because", status.because());
    json.writeNumberProperty("busySeconds", seconds(status.busy()));
    json.writeNumberProperty("modelsTakenOff", status.takenOff());
    json.writeStringProperty("runtime", runtime);
  }

  static void model(JsonGenerator json, LoadedModel model) {
    json.writeStartObject();
    json.writeStringProperty("task", model.task().wireName());
    json.writeStringProperty("type", model.type().wireName());
    json.writeStringProperty("name", model.name().value());
    json.writeStringProperty("state", model.state());
    json.writeNumberProperty("waiting", model.waiting());
    json.writeNumberProperty("runs", model.runs());
    json.writeNumberProperty("idleSeconds", model.idle().toSeconds());
    json.writeStringProperty("device", model.device().name());
    json.writeStringProperty("backend", model.device().provider().key());
    text(json, "pciAddress", model.device().pciAddress());
    text(json, "takenOff", model.takenOff());
    number(json, "nodeShare", nodeShare(model));
    number(json, "timeShare", timeShare(model));
    if (model.proof().isPresent()) {
      proof(json, model.proof().get());
    } else {
      json.writeNullProperty("proof");
    }
    json.writeEndObject();
  }

  /** Of a model that was proven only: what was not measured is not claimed. */
  private static OptionalDouble nodeShare(LoadedModel model) {
    return model.proof().stream().mapToDouble(proof -> proof.placement().share()).findFirst();
  }

  private static OptionalDouble timeShare(LoadedModel model) {
    return model.proof().map(Proof::timeShare).orElse(OptionalDouble.empty());
  }

  private static void proof(JsonGenerator json, Proof proof) {
    json.writeObjectPropertyStart("proof");
    json.writeNumberProperty("nodesOnDevice", proof.placement().onDevice().size());
    json.writeNumberProperty("nodesOnCpu", proof.placement().onCpu().size());
    json.writeNumberProperty("deviceMillis", millis(proof.onDevice()));
    json.writeNumberProperty("cpuMillis", millis(proof.onCpu()));
    json.writeBooleanProperty("agrees", proof.agreement().holds());
    number(json, "cosine", OptionalDouble.of(proof.agreement().cosine()));
    number(json, "pixels", proof.agreement().pixels());
    text(json, "objection", proof.agreement().objection());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    if (value.isPresent()) {
      json.writeStringProperty(name, value.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  /** JSON has no word for what is no number: a broken answer has such a cosine. */
  private static void number(JsonGenerator json, String name, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.writeNumberProperty(name, value.getAsDouble());
    } else {
      json.writeNullProperty(name);
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static double millis(Duration time) {
    return (double) Math.round(time.toNanos() / 1e3) / 1e3;
  }
}
