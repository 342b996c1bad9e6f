package dev.hearth.inference.faces;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Workspace;
import java.util.List;
import java.util.Map;

/** How one family of models finds faces. Implementations keep no state between calls. */
public interface FaceDetection {
  /** The detector's file, in the {@code detection} folder of every family. */
  String MODEL = "model.onnx";

  /** The landmark model beside it; only families whose detector gives no landmarks have one. */
  String LANDMARKS = "landmarks.onnx";

  /**
   * The family that a {@code detection} folder holds.
   *
   * @param hasLandmarks whether {@link #LANDMARKS} lies there
   */
  static FaceDetection inFolder(boolean hasLandmarks) {
    return hasLandmarks ? new StarterFaceDetector() : new FaceDetector();
  }

  /** The files this family needs, in the order in which {@link #detect} takes their sessions. */
  List<String> files();

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: usual ones
   * first, rare ones after.
   *
   * @param file one of {@link #files()}
   * @param signature of that file's model
   */
  List<Map<String, Shape>> usualInputs(String file, Signature signature);

  /**
   * Finds faces.
   *
   * @param minScore what scores less is dropped, 0 to 1
   * @param sessions one for each of {@link #files()}
   */
  DetectedFaces detect(
      Picture picture, double minScore, List<Session> sessions, Workspace workspace);
}
