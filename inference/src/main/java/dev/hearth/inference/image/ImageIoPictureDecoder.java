package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes with the JDK: where the native library cannot be loaded, and BMP everywhere. Four times
 * slower; there is no WebP, no TIFF and no JPEG in print colours.
 */
public final class ImageIoPictureDecoder implements PictureDecoder {
  private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

  private final long maxPixels;

  /**
   * @param maxPixels pictures with more are refused
   */
  public ImageIoPictureDecoder(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  @Override
  public Picture decode(ByteBuffer encoded, Workspace workspace) {
    ByteBuffer file = encoded.slice();
    EncodedFormat format = EncodedFormat.of(file);
    Headers.read(format, file, maxPixels);
    try {
      return switch (format) {
        case WEBP, TIFF -> throw Refusals.notHere(format);
        case GIF -> GifDecoder.decode(file, workspace);
        case JPEG -> jpeg(file, workspace);
        case PNG, BMP -> read(format, file, workspace);
      };
    } catch (IndexOutOfBoundsException _) {
      throw Refusals.cutOff(format);
    }
  }

  private static Picture jpeg(ByteBuffer file, Workspace workspace) {
    JpegMarkers markers = JpegMarkers.read(file);
    if (markers.components() == 4) {
      throw Refusals.broken(EncodedFormat.JPEG, "the JDK does not read print colours");
    }
    if (!JpegMarkers.endsProperly(file)) {
      throw Refusals.cutOff(EncodedFormat.JPEG);
    }
    return read(EncodedFormat.JPEG, file, workspace);
  }

  /** Decodes a file whose size was checked. */
  static Picture read(EncodedFormat format, ByteBuffer file, Workspace workspace) {
    byte[] bytes = new byte[file.remaining()];
    file.get(file.position(), bytes);
    if (format == EncodedFormat.JPEG) {
      hideProfiles(bytes);
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.title()).next();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(stream, true, true);
      return convert(reader.read(0), workspace);
    } catch (IOException | RuntimeException e) {
      throw Refusals.broken(format, String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError _) {
      throw Refusals.noRoom(format);
    } finally {
      reader.dispose();
    }
  }

  /** Renames colour profiles in place: the JDK would convert by them and Pillow does not. */
  private static void hideProfiles(byte[] jpeg) {
    for (int i = 0; i < jpeg.length - PROFILE.length; i++) {
      if (jpeg[i] == PROFILE[0]
          && Arrays.mismatch(jpeg, i, i + PROFILE.length, PROFILE, 0, PROFILE.length) < 0) {
        jpeg[i] = 'X';
      }
    }
  }

  private static Picture convert(BufferedImage image, Workspace workspace) {
    Picture picture = Pixels.blank(image.getWidth(), image.getHeight(), workspace);
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] samples = new int[picture.width() * bands];
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      raster.getPixels(0, y, row.length, 1, samples);
      if (image.getColorModel() instanceof IndexColorModel palette) {
        lookUp(samples, palette, row);
      } else {
        pack(samples, bands, raster.getSampleModel().getSampleSize(0) - 8, row);
      }
      Pixels.write(row, 0, picture, y);
    }
    return picture;
  }

  private static void lookUp(int[] indices, IndexColorModel palette, int[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = palette.getRGB(indices[x]) << 8;
    }
  }

  /** Raw samples: the JDK's own conversion would apply colour profiles and gamma. */
  private static void pack(int[] samples, int bands, int excess, int[] row) {
    int step = bands < 3 ? 0 : 1;
    for (int x = 0; x < row.length; x++) {
      int at = x * bands;
      row[x] =
          Pixels.pack(
              eightBits(samples[at], excess),
              eightBits(samples[at + step], excess),
              eightBits(samples[at + 2 * step], excess));
    }
  }

  private static int eightBits(int sample, int excess) {
    return excess < 0 ? sample * 255 / ((1 << (8 + excess)) - 1) : sample >> excess;
  }
}
