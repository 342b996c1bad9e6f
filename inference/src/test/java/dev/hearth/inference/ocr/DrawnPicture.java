package dev.hearth.inference.ocr;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.tensor.Workspace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Pictures for tests, read or drawn with the JDK. */
final class DrawnPicture {
  private DrawnPicture() {}

  static Picture read(Path file, Workspace workspace) {
    try {
      return of(ImageIO.read(file.toFile()), workspace);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Picture of(BufferedImage image, Workspace workspace) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] colours = colours(image);
    MemorySegment pixels = workspace.bytes(4L * colours.length);
    for (int i = 0; i < colours.length; i++) {
      pixels.setAtIndex(ValueLayout.JAVA_INT, i, colours[i] << 8);
    }
    return new Picture(width, height, pixels);
  }

  /** Grey is taken as stored: the JDK would change it for its own idea of grey. */
  private static int[] colours(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getRaster().getNumBands() > 1) {
      return image.getRGB(0, 0, width, height, null, 0, width);
    }
    int[] grey = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
    for (int i = 0; i < grey.length; i++) {
      grey[i] *= 0x010101;
    }
    return grey;
  }

  static Picture blank(int width, int height, int colour, Workspace workspace) {
    return drawn(width, height, (_, _) -> colour, workspace);
  }

  static Picture drawn(int width, int height, IntBinaryOperator colour, Workspace workspace) {
    MemorySegment pixels = workspace.bytes(4L * width * height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long at = (long) y * width + x;
        pixels.setAtIndex(ValueLayout.JAVA_INT, at, colour.applyAsInt(x, y) << 8);
      }
    }
    return new Picture(width, height, pixels);
  }

  /** The picture turned by a quarter clockwise. */
  static Picture turned(Picture picture, Workspace workspace) {
    MemorySegment pixels = workspace.bytes(4L * picture.width() * picture.height());
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        long from = (long) y * picture.width() + x;
        long to = (long) x * picture.height() + (picture.height() - 1 - y);
        pixels.setAtIndex(
            ValueLayout.JAVA_INT, to, picture.pixels().getAtIndex(ValueLayout.JAVA_INT, from));
      }
    }
    return new Picture(/* width= */ picture.height(), /* height= */ picture.width(), pixels);
  }
}
