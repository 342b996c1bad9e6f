package dev.hearth.cli.report;

import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object being put together. What is unknown becomes null, and its reason is kept under the
 * field's JSON pointer (RFC 6901), so that scripts meet plain values and people find out why not.
 */
public final class Facts {
  private final Map<String, @Nullable Object> object = new LinkedHashMap<>();
  private final Map<String, String> unknown;
  private final String pointer;

  private Facts(String pointer, Map<String, String> unknown) {
    this.pointer = pointer;
    this.unknown = unknown;
  }

  /** A whole document. */
  public static Facts document() {
    return new Facts("", new LinkedHashMap<>());
  }

  /** A value. */
  public Facts put(String key, @Nullable Object value) {
    object.put(key, value);
    return this;
  }

  /** A value where it is known, else null and the reason. */
  public Facts put(String key, Reading<?> reading) {
    switch (reading) {
      case Reading.Known<?>(Object value) -> object.put(key, value);
      case Reading.Unknown<?>(String reason) -> {
        object.put(key, null);
        unknown.put(pointer + "/" + key, reason);
      }
    }
    return this;
  }

  /** A value that is not there for good, where that needs no reason. */
  public Facts put(String key, Optional<?> value) {
    object.put(key, value.orElse(null));
    return this;
  }

  /** An object within. */
  public <T> Facts object(String key, T value, BiConsumer<Facts, T> writer) {
    object.put(key, child("/" + key, value, writer));
    return this;
  }

  /** An object within where it is known, else null and the reason. */
  public <T> Facts part(String key, Reading<T> reading, BiConsumer<Facts, T> writer) {
    switch (reading) {
      case Reading.Known<T>(T value) -> object(key, value, writer);
      case Reading.Unknown<T> _ -> put(key, reading);
    }
    return this;
  }

  /** A list of objects within. */
  public <T> Facts list(String key, List<T> values, BiConsumer<Facts, T> writer) {
    List<Object> written = new ArrayList<>();
    for (int at = 0; at < values.size(); at++) {
      written.add(child("/" + key + "/" + at, values.get(at), writer));
    }
    object.put(key, written);
    return this;
  }

  private <T> Map<String, @Nullable Object> child(
      String path, T value, BiConsumer<Facts, T> writer) {
    Facts inner = new Facts(pointer + path, unknown);
    writer.accept(inner, value);
    return inner.object;
  }

  /** The document, with the reasons of all that is unknown at its end. */
  public Map<String, @Nullable Object> finish() {
    object.put("unknown", unknown);
    return object;
  }
}
