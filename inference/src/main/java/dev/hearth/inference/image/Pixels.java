package dev.hearth.inference.image;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;

/** Rows of pixel words between a picture's off-heap memory and scratch arrays the JIT likes. */
final class Pixels {
  private Pixels() {}

  /** A new picture whose pixels are undefined. */
  static Picture blank(int width, int height, Workspace workspace) {
    return new Picture(width, height, workspace.bytes((long) width * height * Integer.BYTES));
  }

  /** Copies part of a row into an array. */
  static void read(Picture picture, int x, int y, int count, int[] target, int at) {
    long offset = ((long) y * picture.width() + x) * Integer.BYTES;
    MemorySegment.copy(picture.pixels(), JAVA_INT, offset, target, at, count);
  }

  /** Copies a whole row out of an array. */
  static void write(int[] source, int at, Picture picture, int y) {
    long offset = (long) y * picture.width() * Integer.BYTES;
    MemorySegment.copy(source, at, picture.pixels(), JAVA_INT, offset, picture.width());
  }

  /** Copies an array into part of a row. */
  static void write(int[] source, int count, Picture picture, int x, int y) {
    long offset = ((long) y * picture.width() + x) * Integer.BYTES;
    MemorySegment.copy(source, 0, picture.pixels(), JAVA_INT, offset, count);
  }

  static int pack(int red, int green, int blue) {
    return (red << 24) | (green << 16) | (blue << 8);
  }

  /** Whole rows of channels into pixel words. */
  static void pack(int[] red, int[] green, int[] blue, int[] target) {
    for (int x = 0; x < target.length; x++) {
      target[x] = (red[x] << 24) | (green[x] << 16) | (blue[x] << 8);
    }
  }
}
