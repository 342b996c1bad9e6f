package dev.hearth.inference.ocr;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.tensor.Workspace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
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
    int[] colours = image.getRGB(0, 0, width, height, null, 0, width);
    MemorySegment pixels = workspace.bytes(4L * colours.length);
    for (int i = 0; i < colours.length; i++) {
      pixels.setAtIndex(ValueLayout.JAVA_INT, i, colours[i] << 8);
    }
    return new Picture(width, height, pixels);
  }

  static Picture blank(int width, int height, int colour, Workspace workspace) {
    MemorySegment pixels = workspace.bytes(4L * width * height);
    for (long i = 0; i < (long) width * height; i++) {
      pixels.setAtIndex(ValueLayout.JAVA_INT, i, colour << 8);
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
