package dev.hearth.inference.engine;

import dev.hearth.inference.clip.ClipTextualModel;
import dev.hearth.inference.clip.ClipVisualModel;
import dev.hearth.inference.faces.FaceDetection;
import dev.hearth.inference.faces.FaceRecognizer;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.ocr.TextRecognizer;
import dev.hearth.inference.runtime.SessionPool;
import dev.hearth.inference.text.TextClassifier;
import dev.hearth.inference.text.TextEmbedder;
import java.util.List;

/** A model in memory: its sessions and what knows how to feed and read them. */
sealed interface LoadedParts extends AutoCloseable {
  /** The sessions; the first is the model itself. */
  List<SessionPool> sessions();

  @Override
  default void close() {
    sessions().forEach(SessionPool::close);
  }

  record Faces(FaceDetection detector, List<SessionPool> sessions) implements LoadedParts {}

  record FaceEmbedding(FaceRecognizer recognizer, List<SessionPool> sessions)
      implements LoadedParts {}

  record TextFinder(TextDetector detector, List<SessionPool> sessions) implements LoadedParts {}

  record TextReader(TextRecognizer recognizer, List<SessionPool> sessions) implements LoadedParts {}

  record PictureEmbedding(ClipVisualModel model, List<SessionPool> sessions)
      implements LoadedParts {}

  record QueryEmbedding(ClipTextualModel model, List<SessionPool> sessions) implements LoadedParts {
    @Override
    public void close() {
      LoadedParts.super.close();
      model.close();
    }
  }

  record Classification(TextClassifier model, List<SessionPool> sessions) implements LoadedParts {
    @Override
    public void close() {
      LoadedParts.super.close();
      model.close();
    }
  }

  record TextEmbedding(TextEmbedder model, List<SessionPool> sessions) implements LoadedParts {
    @Override
    public void close() {
      LoadedParts.super.close();
      model.close();
    }
  }
}
