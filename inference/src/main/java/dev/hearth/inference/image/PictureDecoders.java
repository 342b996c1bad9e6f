package dev.hearth.inference.image;

import java.nio.file.Path;

public final class PictureDecoders {
  public static PictureDecoders best(Path p, long maxPixels) {
    return new PictureDecoders();
  }

  public PictureDecoder decoder() {
    return (e, w) -> {
      throw new IllegalStateException("x");
    };
  }
}
