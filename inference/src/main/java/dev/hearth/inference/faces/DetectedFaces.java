package dev.hearth.inference.faces;

import java.util.List;

/** The faces that a detector found, best first. */
public record DetectedFaces(List<DetectedFace> faces) {
  public DetectedFaces {
    faces = List.copyOf(faces);
  }
}
