package dev.hearth.inference.faces;

import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.image.Affine;
import java.util.List;

/**
 * Turns, scales and shifts a face so that its landmarks fall on ArcFace's template, without
 * mirroring it: Umeyama's least-squares similarity, which has a closed form in the plane.
 *
 * <p>Source of the template: {@code arcface_dst} of InsightFace.
 */
final class Alignment {
  /** Width and height of an aligned face. */
  static final int SIDE = 112;

  private static final double[] TEMPLATE_X = {38.2946, 73.5318, 56.0252, 41.5493, 70.7299};
  private static final double[] TEMPLATE_Y = {51.6963, 51.5014, 71.7366, 92.3655, 92.2041};

  /** Below this, in square pixels, landmarks are one point and tell neither size nor turn. */
  private static final double SMALLEST_SPREAD = 1e-6;

  private Alignment() {}

  /**
   * The transform from the picture to the template.
   *
   * @param landmarks five; when they are all the same, the face is only shifted
   */
  static Affine of(List<Point> landmarks) {
    double count = TEMPLATE_X.length;
    double meanX = 0;
    double meanY = 0;
    double targetX = 0;
    double targetY = 0;
    for (int i = 0; i < TEMPLATE_X.length; i++) {
      meanX += landmarks.get(i).x() / count;
      meanY += landmarks.get(i).y() / count;
      targetX += TEMPLATE_X[i] / count;
      targetY += TEMPLATE_Y[i] / count;
    }
    double along = 0;
    double across = 0;
    double spread = 0;
    for (int i = 0; i < TEMPLATE_X.length; i++) {
      double x = landmarks.get(i).x() - meanX;
      double y = landmarks.get(i).y() - meanY;
      double u = TEMPLATE_X[i] - targetX;
      double v = TEMPLATE_Y[i] - targetY;
      along += x * u + y * v;
      across += x * v - y * u;
      spread += x * x + y * y;
    }
    boolean told = spread > SMALLEST_SPREAD && Math.hypot(along, across) > SMALLEST_SPREAD;
    double cos = told ? along / spread : 1;
    double sin = told ? across / spread : 0;
    return new Affine(
        cos,
        -sin,
        targetX - (cos * meanX - sin * meanY),
        sin,
        cos,
        targetY - (sin * meanX + cos * meanY));
  }
}
