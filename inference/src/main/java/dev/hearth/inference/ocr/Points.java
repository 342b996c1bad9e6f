package dev.hearth.inference.ocr;

import java.util.Arrays;

/** A growing list of whole-pixel points, reused so that tracing allocates nothing per point. */
final class Points {
  private int[] xs = new int[256];
  private int[] ys = new int[256];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int x, int y) {
    if (size == xs.length) {
      xs = Arrays.copyOf(xs, size * 2);
      ys = Arrays.copyOf(ys, size * 2);
    }
    xs[size] = x;
    ys[size++] = y;
  }

  int size() {
    return size;
  }

  int x(int index) {
    return xs[index];
  }

  int y(int index) {
    return ys[index];
  }
}
