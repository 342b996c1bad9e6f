package dev.hearth.server.api;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** What the machine says of itself, as the page reads it. */
final class SampleJson {
  private SampleJson() {}

  static void machine(JsonGenerator json, Samples.Sample sample) {
    json.writeObjectPropertyStart("machine");
    number(json, "cpuShare", sample.cpuShare());
    number(json, "memoryAvailable", sample.memoryAvailable());
    json.writeArrayPropertyStart("accelerators");
    sample.accelerators().forEach(each -> accelerator(json, each));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void accelerator(JsonGenerator json, Samples.AcceleratorSample accelerator) {
    json.writeStartObject();
    json.writeStringProperty("id", accelerator.id());
    json.writeStringProperty("name", accelerator.name());
    json.writeBooleanProperty("asleep", accelerator.asleep());
    number(json, "busyShare", accelerator.busyShare());
    number(json, "dedicatedUsed", accelerator.dedicated().used());
    number(json, "dedicatedTotal", accelerator.dedicated().total());
    number(json, "sharedUsed", accelerator.shared().used());
    number(json, "sharedTotal", accelerator.shared().total());
    number(json, "watts", accelerator.sensors().watts());
    number(json, "celsius", accelerator.sensors().celsius());
    number(json, "coreHertz", accelerator.sensors().coreHertz());
    number(json, "memoryHertz", accelerator.sensors().memoryHertz());
    json.writeEndObject();
  }

  static void number(JsonGenerator json, String name, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.writeNumberProperty(name, Math.round(value.getAsDouble() * 1000) / 1000.0);
    } else {
      json.writeNullProperty(name);
    }
  }

  static void number(JsonGenerator json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.writeNumberProperty(name, value.getAsLong());
    } else {
      json.writeNullProperty(name);
    }
  }
}
