package dev.hearth.inference.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * The outline of an ONNX file, found without reading its weights: whether the message is whole, and
 * which external data files it needs. Field numbers are those of onnx.proto. A truncated file, a
 * web page saved as a model and a file of zeros do not pass; changed weights do, only a checksum
 * tells those.
 *
 * @param externalData files beside the model that hold its weights, as the model names them
 */
record OnnxOutline(Set<String> externalData) {
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int EXTERNAL_DATA = 13;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int LONGEST_NAME = 4096;

  /**
   * Walks the file.
   *
   * @throws IOException when it is not a whole ONNX model; the message says where it breaks
   */
  static OnnxOutline of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Walk walk = new Walk(channel);
      walk.model(channel.size());
      if (walk.nodes == 0) {
        throw new IOException("not an ONNX model: it has no graph");
      }
      return new OnnxOutline(walk.external);
    }
  }

  private static final class Walk {
    private final FileChannel channel;
    private final ByteBuffer window = ByteBuffer.allocate(8192).limit(0);
    private final Set<String> external = new TreeSet<>();
    private long windowStart;
    private long nodes;

    Walk(FileChannel channel) {
      this.channel = channel;
    }

    void model(long end) throws IOException {
      while (position() < end) {
        long field = field(end);
        if (field == GRAPH) {
          graph(inner(end));
        } else {
          pass(field, end);
        }
      }
    }

    private void graph(long end) throws IOException {
      while (position() < end) {
        long field = field(end);
        nodes += field == NODE ? 1 : 0;
        if (field == INITIALIZER) {
          tensor(inner(end));
        } else {
          pass(field, end);
        }
      }
    }

    private void tensor(long end) throws IOException {
      while (position() < end) {
        long field = field(end);
        if (field == EXTERNAL_DATA) {
          entry(inner(end));
        } else {
          pass(field, end);
        }
      }
    }

    private void entry(long end) throws IOException {
      String key = "";
      String value = "";
      while (position() < end) {
        long field = field(end);
        if (field == KEY) {
          key = text(inner(end));
        } else if (field == VALUE) {
          value = text(inner(end));
        } else {
          pass(field, end);
        }
      }
      if (key.equals("location")) {
        external.add(value);
      }
    }

    /**
     * The next field's number if it has a length, which is then to be read or passed; 0 for a plain
     * number, which is already passed.
     */
    private long field(long end) throws IOException {
      long tag = varint();
      long number = tag >>> 3;
      if (number == 0 || number > 536_870_911) {
        throw broken();
      }
      switch ((int) (tag & 7)) {
        case 0 -> varint();
        case 1 -> skip(position() + 8);
        case 5 -> skip(position() + 4);
        case 2 -> {
          return number;
        }
        default -> throw broken();
      }
      if (position() > end) {
        throw broken();
      }
      return 0;
    }

    private void pass(long field, long end) throws IOException {
      if (field != 0) {
        skip(inner(end));
      }
    }

    /** Reads a length; the end of what it measures. */
    private long inner(long end) throws IOException {
      long length = varint();
      long innerEnd = position() + length;
      if (length < 0 || innerEnd < 0 || innerEnd > end) {
        throw new EOFException("the file is cut: it should go on at byte " + position());
      }
      return innerEnd;
    }

    private String text(long end) throws IOException {
      long length = end - position();
      if (length > LONGEST_NAME) {
        throw broken();
      }
      byte[] bytes = new byte[(int) length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = next();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 70; shift += 7) {
        byte part = next();
        value |= (part & 0x7fL) << shift;
        if (part >= 0) {
          return value;
        }
      }
      throw broken();
    }

    private byte next() throws IOException {
      if (!window.hasRemaining()) {
        windowStart += window.limit();
        window.clear();
        int count = channel.read(window, windowStart);
        window.flip();
        if (count <= 0) {
          throw new EOFException("the file is cut at byte " + windowStart);
        }
      }
      return window.get();
    }

    private long position() {
      return windowStart + window.position();
    }

    private void skip(long to) {
      if (to <= windowStart + window.limit()) {
        window.position((int) (to - windowStart));
      } else {
        windowStart = to;
        window.clear().limit(0);
      }
    }

    private IOException broken() {
      return new IOException("not an ONNX model: byte " + position() + " makes no sense");
    }
  }
}
