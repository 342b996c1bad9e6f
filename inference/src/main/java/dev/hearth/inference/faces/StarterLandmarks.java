package dev.hearth.inference.faces;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.inference.faces.DetectedFace.Box;
import dev.hearth.inference.faces.DetectedFace.Point;
import dev.hearth.inference.image.Affine;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Warp;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * The 68 landmarks of the usual face mark-up, in a grey square of 64 pixels around a face, and the
 * five that alignment needs of them.
 */
final class StarterLandmarks {
  private static final int SIDE = 64;
  private static final float SCALE = 1 / 256f;

  private static final int[] LEFT_EYE = {37, 38, 40, 41};
  private static final int[] RIGHT_EYE = {43, 44, 46, 47};
  private static final int[] NOSE = {30};
  private static final int[] MOUTH_LEFT = {48, 60};
  private static final int[] MOUTH_RIGHT = {54, 64};

  private final Session session;
  private final Workspace workspace;
  private final Tensor.Floats input;

  StarterLandmarks(Session session, Workspace workspace) {
    this.session = session;
    this.workspace = workspace;
    this.input = workspace.floats(Shape.of(1, 1, SIDE, SIDE));
  }

  static List<Map<String, Shape>> usualInputs(TensorInfo input) {
    return List.of(Map.of(input.name(), input.sized(1, 1, SIDE, SIDE)));
  }

  /** The five landmarks of the face in this box. */
  List<Point> find(Picture picture, Box box) {
    float side = Math.max(1f, box.y2() - box.y1());
    float left = (box.x1() + box.x2()) / 2 - side / 2;
    float top = (box.y1() + box.y2()) / 2 - side / 2;
    grey(picture, left, top, side);
    FloatBuffer points =
        session.run(Map.of(session.signature().input().name(), input)).floats(0).data();
    Frame frame = new Frame(points, left, top, side);
    return List.of(
        frame.mean(LEFT_EYE),
        frame.mean(RIGHT_EYE),
        frame.mean(NOSE),
        frame.mean(MOUTH_LEFT),
        frame.mean(MOUTH_RIGHT));
  }

  /** Samples as a resize of the square would, half a pixel included; black beyond the picture. */
  private void grey(Picture picture, float left, float top, float side) {
    double scale = SIDE / side;
    double half = 0.5 * scale - 0.5;
    Affine onto = new Affine(scale, 0, half - scale * left, 0, scale, half - scale * top);
    Picture crop = Warp.affine(picture, onto, SIDE, SIDE, workspace);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int pixel = crop.pixels().getAtIndex(JAVA_INT, i);
      float luma =
          0.299f * Picture.red(pixel)
              + 0.587f * Picture.green(pixel)
              + 0.114f * Picture.blue(pixel);
      input.data().put(i, luma * SCALE);
    }
  }

  /** Landmarks as fractions of a square, and where the square lies. */
  private record Frame(FloatBuffer points, float left, float top, float side) {
    Point mean(int... indices) {
      float x = 0;
      float y = 0;
      for (int index : indices) {
        x += points.get(2 * index);
        y += points.get(2 * index + 1);
      }
      return new Point(left + x / indices.length * side, top + y / indices.length * side);
    }
  }
}
