package dev.hearth.inference.engine;

import java.nio.ByteBuffer;

/** What a request brings: an encoded photo or a text. */
public sealed interface Input {
  /** A JPEG, PNG, WebP, GIF, BMP or TIFF file; the bytes tell which, not what the client says. */
  record Photo(ByteBuffer encoded) implements Input {}

  /** A search query. */
  record Query(String text) implements Input {}
}
