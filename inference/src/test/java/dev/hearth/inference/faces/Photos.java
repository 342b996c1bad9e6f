package dev.hearth.inference.faces;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.tensor.Workspace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Pictures for tests of faces. */
final class Photos {
  private Photos() {}

  /** A file as the JDK decodes it, alpha dropped. */
  static Picture read(Path file, Workspace workspace) {
    try {
      BufferedImage image = Objects.requireNonNull(ImageIO.read(file.toFile()), file.toString());
      int[] colours =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      return of(image.getWidth(), image.getHeight(), colours, workspace);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Picture plain(int width, int height, int red, int green, int blue, Workspace workspace) {
    MemorySegment pixels = workspace.bytes((long) width * height * Integer.BYTES);
    for (long i = 0; i < (long) width * height; i++) {
      pixels.setAtIndex(JAVA_INT, i, red << 24 | green << 16 | blue << 8);
    }
    return new Picture(width, height, pixels);
  }

  /** A rectangle of a picture. */
  static Picture crop(
      Picture source, int left, int top, int width, int height, Workspace workspace) {
    MemorySegment pixels = workspace.bytes((long) width * height * Integer.BYTES);
    for (int y = 0; y < height; y++) {
      long from = 4L * ((long) (top + y) * source.width() + left);
      MemorySegment.copy(source.pixels(), from, pixels, 4L * y * width, 4L * width);
    }
    return new Picture(width, height, pixels);
  }

  /** A picture as a mirror shows it. */
  static Picture mirrored(Picture source, Workspace workspace) {
    int width = source.width();
    MemorySegment pixels = workspace.bytes(4L * width * source.height());
    for (long y = 0; y < source.height(); y++) {
      for (int x = 0; x < width; x++) {
        int pixel = source.pixels().getAtIndex(JAVA_INT, y * width + x);
        pixels.setAtIndex(JAVA_INT, y * width + width - 1 - x, pixel);
      }
    }
    return new Picture(width, source.height(), pixels);
  }

  /** Paints one picture over another; what would hang over its edges is cut. */
  static void paint(Picture patch, Picture onto, int left, int top) {
    for (int y = Math.max(0, -top); y < Math.min(patch.height(), onto.height() - top); y++) {
      for (int x = Math.max(0, -left); x < Math.min(patch.width(), onto.width() - left); x++) {
        int pixel = patch.pixels().getAtIndex(JAVA_INT, (long) y * patch.width() + x);
        onto.pixels().setAtIndex(JAVA_INT, (long) (top + y) * onto.width() + left + x, pixel);
      }
    }
  }

  private static Picture of(int width, int height, int[] colours, Workspace workspace) {
    MemorySegment pixels = workspace.bytes(4L * colours.length);
    for (int i = 0; i < colours.length; i++) {
      pixels.setAtIndex(JAVA_INT, i, colours[i] << 8);
    }
    return new Picture(width, height, pixels);
  }
}
