package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the head of a safetensors file: 8 bytes of length, then JSON with the type, shape and place
 * of each tensor. Read token by token: the JSON of a large model has megabytes.
 *
 * <p>Source: huggingface/safetensors, README ("Format"), which also limits the head to 100 MB.
 */
final class Safetensors {
  private static final long LARGEST_HEAD = 100_000_000;
  private static final int LENGTH = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNameLength(1 << 14)
                  .maxStringLength(1 << 22)
                  .build())
          .build();

  private final SortedMap<String, Long> byType = new TreeMap<>();
  private long bytes;
  private long parameters;
  private long end;

  private Safetensors() {}

  static WeightsFacts read(ModelSource source, Cursor cursor) throws IOException {
    long head = cursor.littleEndian(LENGTH);
    if (head < 2 || head > LARGEST_HEAD || head > cursor.remaining()) {
      throw new MalformedException(
          "its head is said to be " + Long.toUnsignedString(head) + " bytes long");
    }
    Safetensors tensors = new Safetensors();
    try (InputStream stream = new Limited(source.open(LENGTH), head);
        JsonParser json = JSON.createParser(ObjectReadContext.empty(), stream)) {
      tensors.readAll(json);
    } catch (JacksonException broken) {
      throw new MalformedException("its head is not JSON: " + broken.getOriginalMessage());
    }
    return tensors.facts(source, head);
  }

  private void readAll(JsonParser json) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT);
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.nextToken();
      if (name.equals("__metadata__")) {
        json.skipChildren();
      } else {
        expect(value, JsonToken.START_OBJECT);
        readOne(json);
      }
    }
    expect(json.currentToken(), JsonToken.END_OBJECT);
  }

  private void readOne(JsonParser json) throws IOException {
    String type = "";
    long elements = 1;
    long begin = -1;
    long past = -1;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.nextToken();
      if (name.equals("dtype") && value == JsonToken.VALUE_STRING) {
        type = json.getString();
      } else if (name.equals("shape")) {
        elements = product(json);
      } else if (name.equals("data_offsets")) {
        expect(value, JsonToken.START_ARRAY);
        begin = whole(json, json.nextToken());
        past = whole(json, json.nextToken());
        expect(json.nextToken(), JsonToken.END_ARRAY);
      } else {
        json.skipChildren();
      }
    }
    if (begin < 0 || past < begin) {
      throw new MalformedException("a tensor has no data_offsets");
    }
    add(type, elements, past - begin, past);
  }

  private void add(String type, long elements, long size, long past) throws IOException {
    if (type.isEmpty() || type.length() > 32) {
      throw new MalformedException("a tensor has no dtype");
    }
    parameters = Sizes.plus(parameters, elements);
    bytes = Sizes.plus(bytes, size);
    byType.merge(type, size, Long::sum);
    if (byType.size() > 64) {
      throw new MalformedException("it has more types of tensors than there are");
    }
    end = Math.max(end, past);
  }

  private static long product(JsonParser json) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    long elements = 1;
    for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
      elements = Sizes.times(elements, whole(json, t));
    }
    return elements;
  }

  private static long whole(JsonParser json, JsonToken token) throws IOException {
    expect(token, JsonToken.VALUE_NUMBER_INT);
    long value = json.getLongValue();
    if (!Sizes.within(value)) {
      throw new MalformedException("a tensor is said to be larger than any model");
    }
    return value;
  }

  private static void expect(JsonToken found, JsonToken expected) throws MalformedException {
    if (found != expected) {
      throw new MalformedException("its head does not follow the format");
    }
  }

  private WeightsFacts facts(ModelSource source, long head) {
    List<String> notes = new ArrayList<>();
    long missing = LENGTH + head + end - source.sizeBytes();
    if (missing > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the file ends %d bytes before its last tensor does: an unfinished download?",
              missing));
    }
    return new WeightsFacts(
        Format.SAFETENSORS,
        source.name(),
        bytes,
        parameters,
        byType,
        Reading.unknown("safetensors files tell no shape; it is in the config.json beside them"),
        LayerWeights.NONE,
        Optional.empty(),
        new TreeSet<>(),
        WeightsFacts.Parts.WHOLE,
        notes);
  }
}
