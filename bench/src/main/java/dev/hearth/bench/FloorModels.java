package dev.hearth.bench;

import dev.hearth.inference.clip.ClipVisualModel;
import dev.hearth.inference.clip.Preprocessing;
import dev.hearth.inference.faces.DetectedFaces;
import dev.hearth.inference.faces.FaceDetection;
import dev.hearth.inference.faces.FaceRecognizer;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.ocr.DetectedText;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.ocr.TextRecognizer;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.SessionSettings;
import dev.hearth.inference.tensor.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The measured models, opened as the engine opens them, and the pipelines that feed them. */
final class FloorModels implements AutoCloseable {
  /** Threads an operator, by default. */
  private static final int CPU_THREADS = 2;

  private final Path models;
  private final OnnxSessions runtime;
  private final SessionSettings settings;
  private final List<OnnxSession> open = new ArrayList<>();

  FloorModels(Path models, Path libraries) {
    this.models = models;
    this.runtime = OnnxSessions.load(libraries);
    int cores = Runtime.getRuntime().availableProcessors();
    this.settings = new SessionSettings(Math.min(cores, CPU_THREADS), 1, false);
  }

  /** One task's sessions, and what runs them on a picture. */
  record Opened(List<OnnxSession> sessions, Pipeline pipeline) {}

  /** A task's pre-processing, runs and post-processing. */
  interface Pipeline {
    void run(Picture picture, List<Session> sessions, Workspace workspace);
  }

  Opened open(BenchTask task) {
    return switch (task) {
      case FACES -> faces(models.resolve("facial-recognition/scrfd500m-mbf512"));
      case CLIP -> clip(models.resolve("clip/standin-mobilenetv2-minilm"));
      case OCR -> ocr(models.resolve("ocr/PP-OCRv4_mobile"));
    };
  }

  private Opened faces(Path folder) {
    FaceDetection detector = FaceDetection.inFolder(false);
    FaceRecognizer recognizer = FaceRecognizer.arcFace(false);
    return new Opened(
        List.of(session(folder, "detection"), session(folder, "recognition")),
        (picture, sessions, workspace) -> {
          List<Session> detection = List.of(sessions.getFirst());
          DetectedFaces found = detector.detect(picture, 0.7, detection, workspace);
          recognizer.recognize(picture, found, 0, sessions.getLast(), workspace);
        });
  }

  private Opened clip(Path folder) {
    ClipVisualModel model = ClipVisualModel.load(folder, Preprocessing.LEGACY);
    return new Opened(
        List.of(session(folder, "visual")),
        (picture, sessions, workspace) -> model.embed(picture, sessions.getFirst(), workspace));
  }

  private Opened ocr(Path folder) {
    TextDetector detector = new TextDetector();
    TextRecognizer recognizer = new TextRecognizer();
    return new Opened(
        List.of(
            session(folder, "detection"),
            session(folder, "recognition", Set.of(Rewrite.CTC_GREEDY))),
        (picture, sessions, workspace) -> {
          DetectedText text =
              detector.detect(picture, 0.5, 736, false, sessions.getFirst(), workspace);
          recognizer.recognize(
              picture, text, 0.8, TextRecognizer.DEFAULT_BATCH, sessions.getLast(), workspace);
        });
  }

  private OnnxSession session(Path folder, String type) {
    return session(folder, type, Set.of());
  }

  private OnnxSession session(Path folder, String type, Set<Rewrite> rewritings) {
    Path file = folder.resolve(type).resolve("model.onnx");
    OnnxSession session = runtime.open(file, settings, rewritings);
    open.add(session);
    return session;
  }

  @Override
  public void close() {
    open.forEach(OnnxSession::close);
    open.clear();
  }
}
