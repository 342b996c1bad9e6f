package dev.hearth.inference.faces;

import dev.hearth.inference.image.Bilinear;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds faces with the models of the npm package faceplugin-face-recognition-js (MIT): Ultra-Light
 * RFB-320 for boxes and a 68-point network for landmarks. For trying Hearth without a model whose
 * licence forbids commerce.
 *
 * <p>The detector sees the whole picture squeezed to 320 × 240, whatever its shape, as in the
 * package. Keeping the shape and padding instead was tried: boxes in strips of 1:3 get better, but
 * photos of 3:2 and 2:3 lose small faces. A face is found when it is at least a twentieth of a
 * landscape photo's width wide, a twelfth of a portrait's; SCRFD goes down to a thirtieth. Looking
 * at tiles would find more at several times the cost: smaller faces are what SCRFD is for.
 */
public final class StarterFaceDetector implements FaceDetection {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  /** The package hands the canvas's red-first pixels through a swap, so blue comes first. */
  private static final Planes PLANES = Planes.of(Planes.Order.BGR, 127f, 1 / 128f);

  @Override
  public List<String> files() {
    return List.of(MODEL, LANDMARKS);
  }

  @Override
  public List<Map<String, Shape>> usualInputs(String file, Signature signature) {
    return file.equals(LANDMARKS)
        ? StarterLandmarks.usualInputs(signature.input())
        : List.of(Map.of(signature.input().name(), signature.input().sized(1, 3, HEIGHT, WIDTH)));
  }

  @Override
  public DetectedFaces detect(
      Picture picture, double minScore, List<Session> sessions, Workspace workspace) {
    return detect(picture, minScore, sessions.getFirst(), sessions.get(1), workspace);
  }

  /** Finds boxes with one model and the landmarks in each with the other, one run a face. */
  public DetectedFaces detect(
      Picture picture, double minScore, Session detector, Session landmarks, Workspace workspace) {
    DetectedFaces boxes = boxes(picture, minScore, detector, workspace);
    if (boxes.faces().isEmpty()) {
      return boxes;
    }
    StarterLandmarks points = new StarterLandmarks(landmarks, workspace);
    List<DetectedFace> faces = new ArrayList<>(boxes.faces().size());
    for (DetectedFace face : boxes.faces()) {
      faces.add(new DetectedFace(face.box(), face.score(), points.find(picture, face.box())));
    }
    return new DetectedFaces(faces);
  }

  /** Faces whose landmarks are not known yet: all in the left top corner. */
  private static DetectedFaces boxes(
      Picture picture, double minScore, Session detector, Workspace workspace) {
    Tensor.Floats input = workspace.floats(Shape.of(1, 3, HEIGHT, WIDTH));
    Bilinear.resizeInto(picture, WIDTH, HEIGHT, PLANES, input.data(), 0, WIDTH, HEIGHT);
    Outputs outputs = detector.run(Map.of(detector.signature().input().name(), input));
    FloatBuffer scores = outputs.floats("scores").data();
    FloatBuffer corners = outputs.floats("boxes").data();
    Candidates found = new Candidates();
    float[] values = Candidates.room();
    for (int anchor = 0; anchor < scores.limit() / 2; anchor++) {
      // Two classes: background, face. Scores that are not numbers fail the comparison.
      float score = scores.get(2 * anchor + 1);
      if (score >= (float) minScore) {
        for (int i = 0; i < 4; i += 2) {
          values[i] = corners.get(4 * anchor + i) * picture.width();
          values[i + 1] = corners.get(4 * anchor + i + 1) * picture.height();
        }
        found.add(score, values);
      }
    }
    return found.faces();
  }
}
