package dev.hearth.inference.faces;

import dev.hearth.inference.image.Picture;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.tensor.Workspace;
import java.util.List;

public final class FaceRecognizer {
  public List<RecognizedFace> recognize(
      Picture picture, DetectedFaces faces, int maxBatch, Session session, Workspace workspace) {
    return List.of();
  }
}
