package dev.hearth.inference.image;

import java.nio.file.Path;

/** Chooses a decoder for this machine. */
public final class PictureDecoders {
  /** 100 megapixels: 400 MB of pixels; more than any phone or scanner makes of one photo. */
  public static final long MAX_PIXELS = 100_000_000;

  private PictureDecoders() {}

  /**
   * A decoder and why it was chosen.
   *
   * @param reason one line for the log
   */
  public record Choice(PictureDecoder decoder, String reason) {}

  /**
   * The native decoder, or the JDK's where the native library cannot be loaded.
   *
   * @param libraryDirectory where the native library is kept between runs
   */
  public static Choice best(Path libraryDirectory) {
    return best(libraryDirectory, MAX_PIXELS);
  }

  /** The same with another limit. */
  public static Choice best(Path libraryDirectory, long maxPixels) {
    NativePictureDecoder fast = new NativePictureDecoder(libraryDirectory, maxPixels);
    try {
      fast.load();
      return new Choice(fast, "Pictures are decoded by libjpeg-turbo, libwebp and libpng");
    } catch (UnsupportedOperationException e) {
      String reason =
          "Pictures are decoded by the JDK, four times slower and without WebP: " + e.getMessage();
      return new Choice(new ImageIoPictureDecoder(maxPixels), reason);
    }
  }
}
