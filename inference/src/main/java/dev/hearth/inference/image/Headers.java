package dev.hearth.inference.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Reads the dimensions of a picture from its first bytes, so that a file that announces too much is
 * refused before anything is allocated for it.
 */
final class Headers {
  private Headers() {}

  /**
   * The dimensions, checked against the limit.
   *
   * @throws dev.hearth.machine.ProblemException {@code BAD_INPUT} when the header is cut off or
   *     makes no sense, {@code TOO_LARGE} when it announces more than {@code maxPixels}
   */
  static Dimensions read(EncodedFormat format, ByteBuffer file, long maxPixels) {
    Dimensions size;
    try {
      size = read(format, file.slice());
    } catch (IndexOutOfBoundsException _) {
      throw Refusals.cutOff(format);
    }
    if (size.width() <= 0 || size.height() <= 0) {
      String evidence =
          String.format(Locale.ROOT, "its header says %d × %d pixels", size.width(), size.height());
      throw Refusals.broken(format, evidence);
    }
    if (size.pixels() > maxPixels) {
      throw Refusals.tooLarge(size, maxPixels);
    }
    return size;
  }

  private static Dimensions read(EncodedFormat format, ByteBuffer file) {
    return switch (format) {
      case JPEG -> JpegMarkers.read(file).size();
      case PNG -> new Dimensions(file.getInt(16), file.getInt(20));
      case WEBP -> WebpFrame.first(file).canvas();
      case GIF -> GifFrame.first(file).canvas();
      case BMP -> bmp(file.order(ByteOrder.LITTLE_ENDIAN));
      case TIFF -> TiffDirectory.first(file).size();
    };
  }

  private static Dimensions bmp(ByteBuffer file) {
    boolean os2 = file.getInt(14) == 12;
    if (os2) {
      return new Dimensions(
          Short.toUnsignedInt(file.getShort(18)), Short.toUnsignedInt(file.getShort(20)));
    }
    // A negative height says that the rows run downwards.
    return new Dimensions(file.getInt(18), Math.abs(file.getInt(22)));
  }
}
