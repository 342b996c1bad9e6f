package dev.hearth.server.wire;

import java.io.OutputStream;
import java.util.Optional;

/** Whose shape of error bodies an endpoint speaks. */
public enum Dialect {
  /** FastAPI's, which Immich's service is built on: {@code {"detail":…}}. */
  IMMICH,
  /** text-embeddings-inference's: {@code {"error":…,"error_type":…}}. */
  TEXT;

  /** Writes what went wrong in one sentence. */
  public void write(OutputStream out, Status status, String sentence) {
    Json.write(
        out,
        json -> {
          json.writeStartObject();
          if (this == IMMICH) {
            json.writeStringProperty("detail", sentence);
          } else {
            json.writeStringProperty("error", sentence);
            json.writeStringProperty("error_type", status.errorType());
          }
          json.writeEndObject();
        });
  }

  /** FastAPI's answer to a form without a field that must be there. */
  public static void writeMissing(OutputStream out, String field) {
    Json.write(
        out,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("detail");
          json.writeStartObject();
          json.writeStringProperty("type", "missing");
          json.writeArrayPropertyStart("loc");
          json.writeString("body");
          json.writeString(field);
          json.writeEndArray();
          json.writeStringProperty("msg", "Field required");
          json.writeNullProperty("input");
          json.writeEndObject();
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** Who asks with JSON wants answers of text-embeddings-inference. */
  public static Dialect of(Optional<String> contentType) {
    return contentType
            .map(HeaderValue::parse)
            .filter(type -> type.value().equals("application/json"))
            .isPresent()
        ? TEXT
        : IMMICH;
  }
}
