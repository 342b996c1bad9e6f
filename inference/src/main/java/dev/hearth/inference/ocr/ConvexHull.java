package dev.hearth.inference.ocr;

import java.util.Arrays;

/**
 * Convex hulls of whole-pixel points, clockwise on the screen. They start where OpenCV's {@code
 * convexHull} starts, because that decides ties between equally small rectangles: the points keep
 * the order they were given in where they can, else the rightmost (of those the lowest) is first.
 */
final class ConvexHull {
  private static final int NONE = -1;

  private Points points = new Points();
  private int[] leftmost = new int[256];
  private int[] rightmost = new int[256];
  private int[] hull = new int[512];
  private int size;

  /** Computes the hull of at least one point. */
  void compute(Points of) {
    points = of;
    size = 0;
    int rows = findExtremes();
    for (int row = 0; row < rows; row++) {
      push(rightmost[row], 0);
    }
    int base = size - 1;
    if (!same(hull[base], leftmost[rows - 1])) {
      hull[size++] = leftmost[rows - 1];
      base++;
    }
    for (int row = rows - 2; row >= 0; row--) {
      push(leftmost[row], base);
    }
    if (size > 1 && same(hull[size - 1], hull[0])) {
      size--;
    }
    startAt(first());
  }

  int size() {
    return size;
  }

  int x(int place) {
    return points.x(hull[place]);
  }

  int y(int place) {
    return points.y(hull[place]);
  }

  /** Only the ends of each row can be corners of the hull; gives the number of rows. */
  private int findExtremes() {
    int top = points.y(0);
    int bottom = top;
    for (int i = 1; i < points.size(); i++) {
      top = Math.min(top, points.y(i));
      bottom = Math.max(bottom, points.y(i));
    }
    int rows = bottom - top + 1;
    makeRoom(rows);
    for (int i = 0; i < points.size(); i++) {
      int row = points.y(i) - top;
      if (leftmost[row] == NONE || points.x(i) < points.x(leftmost[row])) {
        leftmost[row] = i;
      }
      if (rightmost[row] == NONE || points.x(i) > points.x(rightmost[row])) {
        rightmost[row] = i;
      }
    }
    return rows;
  }

  private void makeRoom(int rows) {
    if (leftmost.length < rows) {
      leftmost = new int[rows * 2];
      rightmost = new int[rows * 2];
      hull = new int[rows * 4];
    }
    Arrays.fill(leftmost, 0, rows, NONE);
    Arrays.fill(rightmost, 0, rows, NONE);
  }

  /** Appends a point and drops those before it, down to the base, that it makes concave. */
  private void push(int point, int base) {
    if (point == NONE) {
      return;
    }
    while (size > base + 1 && turn(hull[size - 2], hull[size - 1], point) <= 0) {
      size--;
    }
    hull[size++] = point;
  }

  private long turn(int a, int b, int c) {
    long abX = (long) points.x(b) - points.x(a);
    long abY = (long) points.y(b) - points.y(a);
    return abX * (points.y(c) - points.y(a)) - abY * (points.x(c) - points.x(a));
  }

  private boolean same(int a, int b) {
    return points.x(a) == points.x(b) && points.y(a) == points.y(b);
  }

  private int first() {
    int ascents = 0;
    int lowest = 0;
    int highest = 0;
    int rightLow = 0;
    for (int i = 0; i < size; i++) {
      ascents += hull[i] < hull[(i + 1) % size] ? 1 : 0;
      lowest = hull[i] < hull[lowest] ? i : lowest;
      highest = hull[i] > hull[highest] ? i : highest;
      boolean further = x(i) > x(rightLow) || (x(i) == x(rightLow) && y(i) > y(rightLow));
      rightLow = further ? i : rightLow;
    }
    if (size < 3) {
      return rightLow;
    }
    if (ascents == size - 1) {
      return lowest;
    }
    return ascents == 1 ? highest : rightLow;
  }

  private void startAt(int start) {
    if (start > 0) {
      int[] turned = new int[size];
      System.arraycopy(hull, start, turned, 0, size - start);
      System.arraycopy(hull, 0, turned, size - start, start);
      System.arraycopy(turned, 0, hull, 0, size);
    }
  }
}
