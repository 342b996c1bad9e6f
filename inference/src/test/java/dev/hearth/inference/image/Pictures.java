package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures for tests: from PPM files, and as lines of text that a failed assertion can show. */
public final class Pictures {
  private Pictures() {}

  /** Reads a binary PPM of 8 bits, the simplest file there is. */
  public static Picture readPpm(Path file, Workspace workspace) {
    byte[] bytes = read(file);
    int at = 0;
    int[] numbers = new int[4];
    for (int field = 0; field < 4; field++) {
      int end = at;
      while (!Character.isWhitespace(bytes[end])) {
        end++;
      }
      String word = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
      numbers[field] = field == 0 ? 0 : Integer.parseInt(word);
      at = end + 1;
    }
    Picture picture = Pixels.blank(numbers[1], numbers[2], workspace);
    for (int i = 0; i < numbers[1] * numbers[2]; i++, at += 3) {
      // Odd low bits: nobody may rely on them.
      int pixel = Pixels.pack(bytes[at] & 0xff, bytes[at + 1] & 0xff, bytes[at + 2] & 0xff) | 0xa5;
      picture.pixels().setAtIndex(JAVA_INT, i, pixel);
    }
    return picture;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The colours of each pixel, without the undefined low bits. */
  public static int[] colours(Picture picture) {
    int[] colours = picture.pixels().toArray(JAVA_INT);
    for (int i = 0; i < colours.length; i++) {
      colours[i] >>>= 8;
    }
    return colours;
  }

  /** The greatest difference of any channel of any pixel. */
  public static int greatestDifference(Picture one, Picture other) {
    int[] a = one.pixels().toArray(JAVA_INT);
    int[] b = other.pixels().toArray(JAVA_INT);
    int greatest = 0;
    for (int i = 0; i < a.length; i++) {
      int red = Math.abs(Picture.red(a[i]) - Picture.red(b[i]));
      int green = Math.abs(Picture.green(a[i]) - Picture.green(b[i]));
      int blue = Math.abs(Picture.blue(a[i]) - Picture.blue(b[i]));
      greatest = Math.max(greatest, Math.max(red, Math.max(green, blue)));
    }
    return greatest;
  }

  /** Width and height, which arrays of colours do not tell. */
  public static List<Integer> size(Picture picture) {
    return List.of(picture.width(), picture.height());
  }
}
