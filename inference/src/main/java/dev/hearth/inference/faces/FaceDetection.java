package dev.hearth.inference.faces;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.tensor.Workspace;
import java.util.List;

public interface FaceDetection {
  DetectedFaces detect(
      Picture picture, double minScore, List<Session> sessions, Workspace workspace);
}
