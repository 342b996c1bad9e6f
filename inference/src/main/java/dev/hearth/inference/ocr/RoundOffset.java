package dev.hearth.inference.ocr;

/**
 * Moves the sides of a quad outwards and rounds its corners, on whole pixels, as version 6 of the
 * Clipper library does with round joins and its standard arc tolerance. Coordinates lose their
 * fraction first, as they do on the way into that library.
 */
final class RoundOffset {
  private static final int CORNERS = 4;
  private static final double ARC_TOLERANCE = 0.25;

  private final long[] xs = new long[CORNERS];
  private final long[] ys = new long[CORNERS];
  private final double[] normalX = new double[CORNERS];
  private final double[] normalY = new double[CORNERS];
  private int count;
  private double distance;
  private double sine;
  private double cosine;
  private double stepsPerRadian;

  /**
   * Writes the outline of the grown quad.
   *
   * @param corners x and y of four corners
   * @param by pixels, more than 0
   * @param into gets the points; none when the quad has no area
   */
  void grow(float[] corners, double by, Points into) {
    into.clear();
    takeCorners(corners);
    if (count < 3 || by <= 0) {
      return;
    }
    distance = by;
    prepareArc();
    prepareNormals();
    int before = count - 1;
    for (int corner = 0; corner < count; corner++) {
      if (join(corner, before, into)) {
        before = corner;
      }
    }
  }

  /** Drops repeated points and makes the outline clockwise on the screen. */
  private void takeCorners(float[] corners) {
    count = 0;
    for (int i = 0; i < CORNERS; i++) {
      long x = (long) corners[2 * i];
      long y = (long) corners[2 * i + 1];
      if (count == 0 || x != xs[count - 1] || y != ys[count - 1]) {
        xs[count] = x;
        ys[count++] = y;
      }
    }
    while (count > 1 && xs[0] == xs[count - 1] && ys[0] == ys[count - 1]) {
      count--;
    }
    if (doubledArea() < 0) {
      for (int i = 0, j = count - 1; i < j; i++, j--) {
        swap(xs, i, j);
        swap(ys, i, j);
      }
    }
  }

  private long doubledArea() {
    long sum = 0;
    for (int i = 0, before = count - 1; i < count; before = i++) {
      sum += xs[before] * ys[i] - xs[i] * ys[before];
    }
    return sum;
  }

  private static void swap(long[] values, int i, int j) {
    long kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }

  private void prepareArc() {
    double sagitta = Math.min(ARC_TOLERANCE, distance * ARC_TOLERANCE);
    double steps = Math.min(Math.PI / Math.acos(1 - sagitta / distance), distance * Math.PI);
    sine = Math.sin(2 * Math.PI / steps);
    cosine = Math.cos(2 * Math.PI / steps);
    stepsPerRadian = steps / (2 * Math.PI);
  }

  private void prepareNormals() {
    for (int i = 0; i < count; i++) {
      int next = i + 1 == count ? 0 : i + 1;
      double dx = xs[next] - xs[i];
      double dy = ys[next] - ys[i];
      double scale = 1 / Math.sqrt(dx * dx + dy * dy);
      normalX[i] = dy * scale;
      normalY[i] = -(dx * scale);
    }
  }

  /** Writes one corner; false when the sides are so nearly straight that it made no turn. */
  private boolean join(int corner, int before, Points into) {
    double cross = normalX[before] * normalY[corner] - normalX[corner] * normalY[before];
    double dot = normalX[before] * normalX[corner] + normalY[corner] * normalY[before];
    if (Math.abs(cross * distance) < 1 && dot > 0) {
      push(corner, normalX[before], normalY[before], into);
      return false;
    }
    if (cross * distance < 0) {
      push(corner, normalX[before], normalY[before], into);
      into.add((int) xs[corner], (int) ys[corner]);
      push(corner, normalX[corner], normalY[corner], into);
      return true;
    }
    arc(corner, before, Math.atan2(Math.min(cross, 1), dot), into);
    return true;
  }

  private void arc(int corner, int before, double angle, Points into) {
    int steps = Math.max((int) round(stepsPerRadian * Math.abs(angle)), 1);
    double x = normalX[before];
    double y = normalY[before];
    for (int step = 0; step < steps; step++) {
      push(corner, x, y, into);
      double turned = x * cosine - sine * y;
      y = x * sine + y * cosine;
      x = turned;
    }
    push(corner, normalX[corner], normalY[corner], into);
  }

  private void push(int corner, double x, double y, Points into) {
    into.add((int) round(xs[corner] + x * distance), (int) round(ys[corner] + y * distance));
  }

  /** Halves away from zero. */
  private static long round(double value) {
    return (long) (value < 0 ? value - 0.5 : value + 0.5);
  }
}
