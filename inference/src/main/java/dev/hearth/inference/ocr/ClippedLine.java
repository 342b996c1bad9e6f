package dev.hearth.inference.ocr;

/**
 * A line cut at the edges of a frame as OpenCV's {@code clipLine} cuts it: to whole pixels, the
 * upper and lower edges first. Reused, so that a polygon allocates nothing per side.
 */
final class ClippedLine {
  private static final int LEFT = 1;
  private static final int RIGHT = 2;
  private static final int ABOVE = 4;
  private static final int BELOW = 8;

  private long x0;
  private long y0;
  private long x1;
  private long y1;

  long x0() {
    return x0;
  }

  long y0() {
    return y0;
  }

  long x1() {
    return x1;
  }

  long y1() {
    return y1;
  }

  /** Cuts a line; false when nothing of it lies inside, and then it may be cut in part. */
  boolean cut(int fromX, int fromY, int toX, int toY, int width, int height) {
    x0 = fromX;
    y0 = fromY;
    x1 = toX;
    y1 = toY;
    int outside0 = sides(x0, y0, width, height);
    int outside1 = sides(x1, y1, width, height);
    if ((outside0 & outside1) != 0 || (outside0 | outside1) == 0) {
      return (outside0 | outside1) == 0;
    }
    if ((outside0 & (ABOVE | BELOW)) != 0) {
      long edge = (outside0 & BELOW) == 0 ? 0 : height - 1;
      x0 += crossing(edge - y0, x1 - x0, y1 - y0);
      y0 = edge;
      outside0 = sides(x0, y0, width, height);
    }
    if ((outside1 & (ABOVE | BELOW)) != 0) {
      long edge = (outside1 & BELOW) == 0 ? 0 : height - 1;
      x1 += crossing(edge - y1, x1 - x0, y1 - y0);
      y1 = edge;
      outside1 = sides(x1, y1, width, height);
    }
    return cutLeftAndRight(outside0, outside1, width);
  }

  private boolean cutLeftAndRight(int outside0, int outside1, int width) {
    if ((outside0 & outside1) != 0) {
      return false;
    }
    if (outside0 != 0) {
      long edge = outside0 == LEFT ? 0 : width - 1;
      y0 += crossing(edge - x0, y1 - y0, x1 - x0);
      x0 = edge;
    }
    if (outside1 != 0) {
      long edge = outside1 == LEFT ? 0 : width - 1;
      y1 += crossing(edge - x1, y1 - y0, x1 - x0);
      x1 = edge;
    }
    return true;
  }

  /** How far the line moves on one axis while it moves by this much on the other. */
  private static long crossing(long by, long rise, long run) {
    return (long) ((double) by * rise / run);
  }

  private static int sides(long x, long y, int width, int height) {
    int across = x < 0 ? LEFT : x >= width ? RIGHT : 0;
    int along = y < 0 ? ABOVE : y >= height ? BELOW : 0;
    return across | along;
  }
}
