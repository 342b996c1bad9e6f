package dev.hearth.planning.weights;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A model file as its parsers see it; the one who has the path opens it. */
public interface ModelSource {
  /** The file's name without its folder; told in reasons, and its ending decides in doubt. */
  String name();

  /** The file's length in bytes. */
  long sizeBytes();

  /** A stream from this byte on. Parsers open another one to jump over gigabytes of weights. */
  InputStream open(long offset) throws IOException;

  /** A file that is in memory already. */
  static ModelSource of(String name, byte[] content) {
    return new InMemory(name, content);
  }

  /** See {@link #of}. */
  record InMemory(String name, byte[] content) implements ModelSource {
    @Override
    public long sizeBytes() {
      return content.length;
    }

    @Override
    public InputStream open(long offset) {
      int from = Math.clamp(offset, 0, content.length);
      return new ByteArrayInputStream(content, from, content.length - from);
    }
  }
}
