package dev.hearth.inference.faces;

import dev.hearth.inference.image.Bilinear;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds faces with an SCRFD model of the InsightFace packs (buffalo_s, buffalo_m, buffalo_l,
 * antelopev2).
 *
 * <p>The reference computes a black square of 640 pixels with the picture in its left top corner.
 * Models that take any size compute the picture and a margin instead; when a face lies so near the
 * edge that the missing black would show in its box, the square is computed after all (ADR 3). So
 * it is at once on devices that want few input sizes.
 */
public final class FaceDetector implements FaceDetection {
  private static final float MEAN = 127.5f;
  private static final float SCALE = 1 / 128f;
  private static final Planes PLANES = Planes.of(Planes.Order.RGB, MEAN, SCALE);
  private static final float BLACK = -MEAN * SCALE;

  /** Boxes that end this near the picture's cut edge, or beyond, are computed on the square. */
  private static final int WATCHED_STRIP = 96;

  /** Near the edge the small canvas may score a face this much too low. */
  private static final float SCORE_SLACK = 0.1f;

  /** A call that wants fainter faces than were measured is answered on the square. */
  private static final double LEAST_SCORE_TO_CUT = 0.3;

  @Override
  public List<String> files() {
    return List.of(MODEL);
  }

  /** The square: any other part of it is seen on processors only. */
  @Override
  public List<Map<String, Shape>> usualInputs(String file, Signature signature) {
    TensorInfo input = signature.input();
    return List.of(Map.of(input.name(), input.sized(1, 3, Canvas.SIDE, Canvas.SIDE)));
  }

  @Override
  public DetectedFaces detect(
      Picture picture, double minScore, List<Session> sessions, Workspace workspace) {
    return detect(picture, minScore, sessions.getFirst(), workspace);
  }

  /** Finds the faces that score at least {@code minScore}. */
  public DetectedFaces detect(
      Picture picture, double minScore, Session session, Workspace workspace) {
    Letterbox box = Letterbox.of(picture);
    Canvas part = canvasFor(box, minScore, session);
    List<ScrfdLevel> levels = run(picture, box, part, session, workspace);
    if (facesNearCut(levels, (float) minScore, part, box)) {
      levels = run(picture, box, Canvas.SQUARE, session, workspace);
    }
    Candidates found = new Candidates();
    for (ScrfdLevel level : levels) {
      level.collect((float) minScore, found, (float) box.scale());
    }
    return found.faces();
  }

  private static Canvas canvasFor(Letterbox box, double minScore, Session session) {
    boolean adjustable =
        session.shapes() == ShapePolicy.EXACT
            && minScore >= LEAST_SCORE_TO_CUT
            && Canvas.adjustable(session.signature().input());
    return adjustable ? Canvas.around(box) : Canvas.SQUARE;
  }

  private static boolean facesNearCut(
      List<ScrfdLevel> levels, float minScore, Canvas canvas, Letterbox box) {
    if (!canvas.cutsRight() && !canvas.cutsBottom()) {
      return false;
    }
    float right = canvas.cutsRight() ? box.width() - WATCHED_STRIP : Float.POSITIVE_INFINITY;
    float bottom = canvas.cutsBottom() ? box.height() - WATCHED_STRIP : Float.POSITIVE_INFINITY;
    return levels.stream().anyMatch(level -> level.reaches(minScore - SCORE_SLACK, right, bottom));
  }

  private static List<ScrfdLevel> run(
      Picture picture, Letterbox box, Canvas canvas, Session session, Workspace workspace) {
    TensorInfo input = session.signature().input();
    Tensor.Floats tensor = workspace.floats(Shape.of(1, 3, canvas.height(), canvas.width()));
    Bilinear.resizeInto(
        picture,
        box.width(),
        box.height(),
        PLANES,
        tensor.data(),
        0,
        canvas.width(),
        canvas.height());
    blacken(tensor.data(), box, canvas);
    return ScrfdLevel.of(session.run(Map.of(input.name(), tensor)), canvas);
  }

  /** Fills what the picture does not cover: right of it and below it. */
  private static void blacken(FloatBuffer planes, Letterbox box, Canvas canvas) {
    float[] black = new float[canvas.width()];
    Arrays.fill(black, BLACK);
    for (int row = 0; row < 3 * canvas.height(); row++) {
      int covered = row % canvas.height() < box.height() ? box.width() : 0;
      planes.put(row * canvas.width() + covered, black, 0, canvas.width() - covered);
    }
  }
}
