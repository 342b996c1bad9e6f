package dev.hearth.inference.runtime;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The notes that an ONNX file carries ({@code metadata_props} of its {@code ModelProto}). They are
 * read here because ONNX Runtime's Java binding spoils them: a character outside Unicode's basic
 * plane becomes four, and as many are missing at the end (1.29; PP-OCR's list has such a one).
 */
final class ModelNotes {
  private static final int METADATA = 14;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final MemorySegment message;
  private long at;

  private ModelNotes(MemorySegment message) {
    this.message = message;
  }

  /**
   * Reads the notes, skipping over everything else.
   *
   * @throws IOException when the file cannot be read or is not an ONNX file
   */
  static Map<String, String> read(Path model) throws IOException {
    try (FileChannel file = FileChannel.open(model);
        Arena arena = Arena.ofConfined()) {
      return notes(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena));
    } catch (IndexOutOfBoundsException ended) {
      throw new IOException(model + " ends inside a field", ended);
    }
  }

  static Map<String, String> notes(MemorySegment model) throws IOException {
    Map<String, String> notes = new HashMap<>();
    ModelNotes in = new ModelNotes(model);
    while (in.at < model.byteSize()) {
      long tag = in.varint();
      if (tag == (METADATA << 3 | LENGTH_DELIMITED)) {
        new ModelNotes(in.body()).entry(notes);
      } else {
        in.skip((int) (tag & 7));
      }
    }
    return notes;
  }

  private void entry(Map<String, String> notes) throws IOException {
    String key = "";
    String value = "";
    while (at < message.byteSize()) {
      long tag = varint();
      if (tag == (KEY << 3 | LENGTH_DELIMITED)) {
        key = text(body());
      } else if (tag == (VALUE << 3 | LENGTH_DELIMITED)) {
        value = text(body());
      } else {
        skip((int) (tag & 7));
      }
    }
    notes.put(key, value);
  }

  private static String text(MemorySegment bytes) {
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private MemorySegment body() throws IOException {
    long length = varint();
    MemorySegment body = message.asSlice(at, length);
    at += length;
    return body;
  }

  private void skip(int wireType) throws IOException {
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> at += Long.BYTES;
      case LENGTH_DELIMITED -> body();
      case FIXED32 -> at += Integer.BYTES;
      default -> throw new IOException("wire type " + wireType + " at byte " + at);
    }
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = message.get(ValueLayout.JAVA_BYTE, at++);
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a number of more than ten bytes at byte " + at);
  }
}
