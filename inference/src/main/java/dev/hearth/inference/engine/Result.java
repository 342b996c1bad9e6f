package dev.hearth.inference.engine;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.faces.RecognizedFace;
import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.inference.ocr.TextLine;
import java.util.List;

/** What one task found. */
public sealed interface Result {
  /** CLIP: a picture's or a query's embedding. */
  record Vector(Embedding embedding) implements Result {}

  /** Faces with embeddings, best first. */
  record Faces(List<RecognizedFace> faces) implements Result {}

  /** Faces without recognition, best first. */
  record FaceBoxes(DetectedFaces faces) implements Result {}

  /** Lines of text in reading order. */
  record Lines(List<TextLine> lines) implements Result {}

  /** Places of text without recognition. */
  record TextBoxes(DetectedText boxes) implements Result {}
}
