package dev.hearth.inference.faces;

import java.util.List;

/**
 * One found face, in pixels of the submitted picture, not clipped to its borders.
 *
 * @param box corners, not rounded
 * @param score the detector's confidence, 0 to 1
 * @param landmarks left eye, right eye, nose, left and right corner of the mouth, as seen
 */
public record DetectedFace(Box box, float score, List<Point> landmarks) {
  public DetectedFace {
    landmarks = List.copyOf(landmarks);
  }

  /** A rectangle by its left top and right bottom corners. */
  public record Box(float x1, float y1, float x2, float y2) {}

  /** A place in the picture. */
  public record Point(float x, float y) {}
}
