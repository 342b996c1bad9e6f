package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes with libjpeg-turbo, libwebp, libpng and libtiff, all inside one libleptonica, as Pillow's
 * {@code Image.open(…).convert("RGB")} does. The library is unpacked and loaded once, at the first
 * picture. Safe for use by many threads.
 */
public final class NativePictureDecoder implements PictureDecoder {
  private static final int PNG_DEPTH_AT = 24;
  private static final byte[] ADOBE_MARKER = {
    (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private final Path libraryDirectory;
  private final long maxPixels;
  private volatile @Nullable Codecs codecs;

  /** The libraries in the library. */
  private record Codecs(Leptonica leptonica, Libwebp webp, Libpng png) {}

  /**
   * @param libraryDirectory where the library is kept between runs; made when missing
   * @param maxPixels pictures with more are refused
   */
  public NativePictureDecoder(Path libraryDirectory, long maxPixels) {
    this.libraryDirectory = libraryDirectory;
    this.maxPixels = maxPixels;
  }

  /**
   * Loads the library now rather than at the first picture.
   *
   * @throws UnsupportedOperationException with the reason when that is not possible here
   */
  public void load() {
    codecs();
  }

  @Override
  public Picture decode(ByteBuffer encoded, Workspace workspace) {
    ByteBuffer file = encoded.slice();
    EncodedFormat format = EncodedFormat.of(file);
    Dimensions size = Headers.read(format, file, maxPixels);
    try {
      return switch (format) {
        case JPEG -> jpeg(file, workspace);
        case PNG -> png(file, size, workspace);
        case WEBP -> webp(file, workspace);
        case GIF -> GifDecoder.decode(file, workspace);
        case BMP -> ImageIoPictureDecoder.read(format, file, workspace);
        case TIFF -> tiff(file, workspace);
      };
    } catch (IndexOutOfBoundsException _) {
      throw Refusals.cutOff(format);
    }
  }

  /** Damage is tolerated as far as libjpeg goes on; a file without its end is not. */
  private Picture jpeg(ByteBuffer file, Workspace workspace) {
    JpegMarkers markers = JpegMarkers.read(file);
    if (!JpegMarkers.endsProperly(file)) {
      throw Refusals.cutOff(EncodedFormat.JPEG);
    }
    // Pillow takes all print colours as Adobe's, inverted ones.
    boolean unmarkedInk = markers.components() == 4 && !markers.adobe();
    MemorySegment source =
        unmarkedInk ? markedAsAdobe(file, workspace) : nativeCopy(file, workspace);
    return orBroken(EncodedFormat.JPEG, codecs().leptonica().readJpeg(source, workspace));
  }

  private static MemorySegment markedAsAdobe(ByteBuffer file, Workspace workspace) {
    MemorySegment target = workspace.bytes((long) file.remaining() + ADOBE_MARKER.length);
    target
        .asByteBuffer()
        .put(file.slice(0, 2))
        .put(ADOBE_MARKER)
        .put(file.slice(2, file.remaining() - 2));
    return target;
  }

  private Picture png(ByteBuffer file, Dimensions size, Workspace workspace) {
    MemorySegment room = workspace.bytes(PngEssence.limit(file));
    MemorySegment essence = PngEssence.copy(file, room);
    if (file.get(PNG_DEPTH_AT) == 16) {
      // libpng's simplified reading would round 16 bits to 8 where Pillow takes the upper byte.
      return orBroken(EncodedFormat.PNG, codecs().leptonica().readPng(essence, workspace));
    }
    Picture picture = Pixels.blank(size.width(), size.height(), workspace);
    Optional<String> trouble = codecs().png().decode(essence, picture, workspace);
    if (trouble.isPresent()) {
      throw Refusals.broken(EncodedFormat.PNG, trouble.get());
    }
    return picture;
  }

  private Picture tiff(ByteBuffer file, Workspace workspace) {
    MemorySegment source = workspace.bytes(file.remaining()).copyFrom(MemorySegment.ofBuffer(file));
    TiffDirectory.first(file).keepColours(source);
    return orBroken(EncodedFormat.TIFF, codecs().leptonica().readTiff(source, workspace));
  }

  private Picture webp(ByteBuffer file, Workspace workspace) {
    WebpFrame frame = WebpFrame.first(file);
    if (frame.frame().pixels() == 0 || !frame.fitsCanvas()) {
      throw Refusals.broken(EncodedFormat.WEBP, "its first frame is not on its canvas");
    }
    Picture picture = Pixels.blank(frame.frame().width(), frame.frame().height(), workspace);
    MemorySegment stream = nativeCopy(file.slice(frame.start(), frame.length()), workspace);
    if (!codecs().webp().decode(stream, picture)) {
      throw Refusals.broken(EncodedFormat.WEBP, "libwebp cannot read its first frame");
    }
    return frame.fillsCanvas() ? turned(picture) : placed(turned(picture), frame, workspace);
  }

  /** From bytes in the order red, green, blue, alpha to words with red on top. */
  private static Picture turned(Picture picture) {
    int[] row = new int[picture.width()];
    for (int y = 0; y < picture.height(); y++) {
      Pixels.read(picture, 0, y, row.length, row, 0);
      for (int x = 0; x < row.length; x++) {
        row[x] = Integer.reverseBytes(row[x]);
      }
      Pixels.write(row, 0, picture, y);
    }
    return picture;
  }

  private static Picture placed(Picture picture, WebpFrame frame, Workspace workspace) {
    Dimensions canvas = frame.canvas();
    Picture whole = Pixels.blank(canvas.width(), canvas.height(), workspace);
    whole.pixels().fill((byte) 0);
    for (int y = 0; y < picture.height(); y++) {
      long to = (long) (frame.top() + y) * canvas.width() + frame.left();
      MemorySegment.copy(
          picture.pixels(),
          JAVA_INT,
          (long) y * picture.width() * Integer.BYTES,
          whole.pixels(),
          JAVA_INT,
          to * Integer.BYTES,
          picture.width());
    }
    return whole;
  }

  private static Picture orBroken(EncodedFormat format, Optional<Picture> picture) {
    return picture.orElseThrow(() -> Refusals.broken(format, "its data is damaged"));
  }

  private static MemorySegment nativeCopy(ByteBuffer file, Workspace workspace) {
    MemorySegment source = MemorySegment.ofBuffer(file);
    return source.isNative() ? source : workspace.bytes(source.byteSize()).copyFrom(source);
  }

  private Codecs codecs() {
    Codecs loaded = codecs;
    return loaded != null ? loaded : loadOnce();
  }

  private synchronized Codecs loadOnce() {
    Codecs loaded = codecs;
    if (loaded == null) {
      loaded = open(libraryDirectory);
      codecs = loaded;
    }
    return loaded;
  }

  private static Codecs open(Path directory) {
    try {
      SymbolLookup library = BundledLibrary.load(directory);
      return new Codecs(new Leptonica(library), new Libwebp(library), new Libpng(library));
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new UnsupportedOperationException(String.valueOf(e.getMessage()), e);
    }
  }
}
