package dev.hearth.inference.ocr;

import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;

/**
 * The mean of a probability map inside a polygon: over the pixels that OpenCV's {@code fillPoly}
 * paints, which are those between the sides of a row (even-odd, 16 fractional bits) and those on
 * the sides themselves.
 */
final class PolygonMean {
  private static final int FRACTION_BITS = 16;
  private static final long ALMOST_ONE = (1L << FRACTION_BITS) - 1;

  /** The pixel lies on a side. */
  private static final byte SIDE = 1;

  /** From this pixel on, inside and outside change places. */
  private static final byte CROSSING = 2;

  private final FloatBuffer map;
  private final int mapWidth;
  private final int mapHeight;
  private final MemorySegment painted;
  private final float[] values;
  private final Points shifted = new Points();
  private final ClippedLine line = new ClippedLine();

  private int left;
  private int top;
  private int width;
  private int height;

  /**
   * @param map row-major probabilities
   * @param workspace gives a byte for each pixel of the map
   */
  PolygonMean(FloatBuffer map, int width, int height, Workspace workspace) {
    this.map = map;
    this.mapWidth = width;
    this.mapHeight = height;
    this.painted = workspace.bytes((long) width * height);
    this.values = new float[width];
  }

  /** The mean inside four corners, whose fractions are cut after moving them to their frame. */
  double insideBox(float[] corners) {
    float minX = Math.min(Math.min(corners[0], corners[2]), Math.min(corners[4], corners[6]));
    float maxX = Math.max(Math.max(corners[0], corners[2]), Math.max(corners[4], corners[6]));
    float minY = Math.min(Math.min(corners[1], corners[3]), Math.min(corners[5], corners[7]));
    float maxY = Math.max(Math.max(corners[1], corners[3]), Math.max(corners[5], corners[7]));
    frame(
        (int) Math.floor(minX),
        (int) Math.ceil(maxX),
        (int) Math.floor(minY),
        (int) Math.ceil(maxY));
    shifted.clear();
    for (int i = 0; i < corners.length; i += 2) {
      shifted.add((int) (corners[i] - left), (int) (corners[i + 1] - top));
    }
    return mean();
  }

  /** The mean inside the polygon with these corners. */
  double insidePolygon(Points corners) {
    int minX = corners.x(0);
    int maxX = minX;
    int minY = corners.y(0);
    int maxY = minY;
    for (int i = 1; i < corners.size(); i++) {
      minX = Math.min(minX, corners.x(i));
      maxX = Math.max(maxX, corners.x(i));
      minY = Math.min(minY, corners.y(i));
      maxY = Math.max(maxY, corners.y(i));
    }
    frame(minX, maxX, minY, maxY);
    shifted.clear();
    for (int i = 0; i < corners.size(); i++) {
      shifted.add(corners.x(i) - left, corners.y(i) - top);
    }
    return mean();
  }

  private void frame(int minX, int maxX, int minY, int maxY) {
    left = Math.clamp(minX, 0, mapWidth - 1);
    top = Math.clamp(minY, 0, mapHeight - 1);
    width = Math.clamp(maxX, 0, mapWidth - 1) - left + 1;
    height = Math.clamp(maxY, 0, mapHeight - 1) - top + 1;
    painted.asSlice(0, (long) width * height).fill((byte) 0);
  }

  private double mean() {
    int count = shifted.size();
    for (int i = 0, before = count - 1; i < count; before = i++) {
      side(shifted.x(before), shifted.y(before), shifted.x(i), shifted.y(i));
    }
    double sum = 0;
    long pixels = 0;
    for (int y = 0; y < height; y++) {
      map.get((top + y) * mapWidth + left, values, 0, width);
      long row = (long) y * width;
      int inside = 0;
      for (int x = 0; x < width; x++) {
        byte paint = painted.get(ValueLayout.JAVA_BYTE, row + x);
        inside ^= paint >> 1;
        int covered = inside | (paint & SIDE);
        pixels += covered;
        sum += covered * values[x];
      }
    }
    return pixels == 0 ? 0 : sum / pixels;
  }

  private void side(int x0, int y0, int x1, int y1) {
    if (line.cut(x0, y0, x1, y1, width, height)) {
      paintSide();
    }
    paintCrossings(x0, y0, x1, y1);
  }

  /** Each row between the ends of a side changes inside to outside where the side crosses it. */
  private void paintCrossings(int x0, int y0, int x1, int y1) {
    if (y0 == y1) {
      return;
    }
    // OpenCV takes the slope of what is left inside the frame, where that has one.
    boolean kept = line.y0() != line.y1();
    long atX = (kept ? line.x0() : x0) << FRACTION_BITS;
    long atY = kept ? line.y0() : y0;
    long slope =
        kept
            ? ((line.x1() - line.x0()) << FRACTION_BITS) / (line.y1() - line.y0())
            : ((long) (x1 - x0) << FRACTION_BITS) / (y1 - y0);
    int to = Math.min(Math.max(y0, y1), height);
    for (int y = Math.max(Math.min(y0, y1), 0); y < to; y++) {
      long x = (atX + (y - atY) * slope + ALMOST_ONE) >> FRACTION_BITS;
      if (x < width) {
        long at = (long) y * width + Math.max(x, 0);
        byte paint = painted.get(ValueLayout.JAVA_BYTE, at);
        painted.set(ValueLayout.JAVA_BYTE, at, (byte) (paint ^ CROSSING));
      }
    }
  }

  /** Bresenham's line from the left end to the right one. */
  private void paintSide() {
    boolean swapped = line.x1() < line.x0();
    long x = swapped ? line.x1() : line.x0();
    long y = swapped ? line.y1() : line.y0();
    long dx = Math.abs(line.x1() - line.x0());
    long dy = (swapped ? line.y0() : line.y1()) - y;
    int stepY = dy < 0 ? -1 : 1;
    dy = Math.abs(dy);
    boolean steep = dy > dx;
    long major = Math.max(dx, dy);
    long minor = Math.min(dx, dy);
    long error = major - 2 * minor;
    for (long step = 0; step <= major; step++) {
      long at = y * width + x;
      byte paint = painted.get(ValueLayout.JAVA_BYTE, at);
      painted.set(ValueLayout.JAVA_BYTE, at, (byte) (paint | SIDE));
      boolean both = error < 0;
      error += both ? 2 * (major - minor) : -2 * minor;
      x += steep && !both ? 0 : 1;
      y += steep || both ? stepY : 0;
    }
  }
}
