package dev.hearth.inference.ocr;

/**
 * The rectangle of least area around points, by rotating calipers (Toussaint, 1983), in the
 * precision and with the ties of OpenCV's {@code minAreaRect}: coordinates are cut to whole pixels
 * afterwards, so that a difference in the last bit would move a corner.
 */
final class SmallestBox {
  private final ConvexHull hull = new ConvexHull();
  private final int[] caliper = new int[4];
  private float alongX;
  private float alongY;

  /** The rectangle around at least one point. */
  TiltedBox around(Points points) {
    hull.compute(points);
    return switch (hull.size()) {
      case 1 -> new TiltedBox(hull.x(0), hull.y(0), 0, 0, 0);
      case 2 -> aroundLine();
      default -> aroundArea();
    };
  }

  private TiltedBox aroundLine() {
    double dx = hull.x(1) - hull.x(0);
    double dy = hull.y(1) - hull.y(0);
    return new TiltedBox(
        (hull.x(0) + hull.x(1)) * 0.5f,
        (hull.y(0) + hull.y(1)) * 0.5f,
        (float) Math.sqrt(dx * dx + dy * dy),
        0,
        degrees(dx, dy));
  }

  private TiltedBox aroundArea() {
    placeCalipers();
    TiltedBox smallest = new TiltedBox(0, 0, 0, 0, 0);
    float least = Float.MAX_VALUE;
    for (int edge = 0; edge < hull.size(); edge++) {
      rotate();
      float width = along(span(1, 3, false), span(1, 3, true));
      float height = across(span(2, 0, false), span(2, 0, true));
      float area = width * height;
      if (area <= least) {
        least = area;
        smallest = box(width, height);
      }
    }
    return smallest;
  }

  /** Puts one side of the rectangle at each extreme: bottom, right, top, left in OpenCV's words. */
  private void placeCalipers() {
    caliper[0] = caliper[1] = caliper[2] = caliper[3] = 0;
    for (int i = 1; i < hull.size(); i++) {
      caliper[0] = hull.y(i) < hull.y(caliper[0]) ? i : caliper[0];
      caliper[1] = hull.x(i) > hull.x(caliper[1]) ? i : caliper[1];
      caliper[2] = hull.y(i) > hull.y(caliper[2]) ? i : caliper[2];
      caliper[3] = hull.x(i) < hull.x(caliper[3]) ? i : caliper[3];
    }
  }

  /** Turns the rectangle until it lies on the next edge of the hull. */
  private void rotate() {
    int nearest = 0;
    for (int side = 1; side < caliper.length; side++) {
      if (turnedX(side) * turnedY(nearest) - turnedY(side) * turnedX(nearest) > 0) {
        nearest = side;
      }
    }
    float x = turnedX(nearest);
    float y = turnedY(nearest);
    float scale = (float) (1.0 / Math.sqrt((double) x * x + (double) y * y));
    alongX = x * scale;
    alongY = y * scale;
    caliper[nearest] = following(caliper[nearest]);
  }

  /** The edge at a side, turned back to the first side by quarter turns. */
  private float turnedX(int side) {
    return switch (side) {
      case 0 -> edgeX(side);
      case 1 -> edgeY(side);
      case 2 -> -edgeX(side);
      default -> -edgeY(side);
    };
  }

  private float turnedY(int side) {
    return switch (side) {
      case 0 -> edgeY(side);
      case 1 -> -edgeX(side);
      case 2 -> -edgeY(side);
      default -> edgeX(side);
    };
  }

  private float edgeX(int side) {
    return hull.x(following(caliper[side])) - hull.x(caliper[side]);
  }

  private float edgeY(int side) {
    return hull.y(following(caliper[side])) - hull.y(caliper[side]);
  }

  private int following(int corner) {
    return corner + 1 == hull.size() ? 0 : corner + 1;
  }

  private float span(int to, int from, boolean vertical) {
    return vertical
        ? hull.y(caliper[to]) - hull.y(caliper[from])
        : hull.x(caliper[to]) - hull.x(caliper[from]);
  }

  private float along(float dx, float dy) {
    return dx * alongX + dy * alongY;
  }

  private float across(float dx, float dy) {
    return -dx * alongY + dy * alongX;
  }

  /** The corner is where the lines through the left and the bottom point meet. */
  private TiltedBox box(float width, float height) {
    float left = alongX * hull.x(caliper[3]) + hull.y(caliper[3]) * alongY;
    float bottom = -alongY * hull.x(caliper[0]) + hull.y(caliper[0]) * alongX;
    float scale = 1f / (alongX * alongX + alongY * alongY);
    float cornerX = (left * alongX - bottom * alongY) * scale;
    float cornerY = (alongX * bottom + alongY * left) * scale;
    float widthX = alongX * width;
    float widthY = alongY * width;
    float heightX = -alongY * height;
    float heightY = alongX * height;
    return new TiltedBox(
        cornerX + (widthX + heightX) * 0.5f,
        cornerY + (widthY + heightY) * 0.5f,
        length(widthX, widthY),
        length(heightX, heightY),
        degrees(widthX, widthY));
  }

  private static float length(float x, float y) {
    return (float) Math.sqrt((double) x * x + (double) y * y);
  }

  private static float degrees(double x, double y) {
    return (float) ((float) Math.atan2(y, x) * 180 / Math.PI);
  }
}
