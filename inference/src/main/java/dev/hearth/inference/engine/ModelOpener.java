package dev.hearth.inference.engine;

import dev.hearth.inference.clip.ClipTextualModel;
import dev.hearth.inference.clip.ClipVisualModel;
import dev.hearth.inference.faces.FaceDetection;
import dev.hearth.inference.faces.FaceRecognizer;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.ocr.TextRecognizer;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.OwnedSession;
import dev.hearth.inference.runtime.SessionPool;
import dev.hearth.inference.store.ModelFolder;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.text.TextClassifier;
import dev.hearth.inference.text.TextEmbedder;
import dev.hearth.inference.text.TextFolder;
import dev.hearth.inference.tokens.TokenizerLibrary;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Opens models from the store, pulling what is missing. A file that the runtime refuses is moved
 * aside and fetched again, once; the files beside it stay.
 */
public final class ModelOpener implements ModelLoader {
  private final OnnxSessions runtime;
  private final ModelPuller puller;
  private final TokenizerLibrary tokenizers;
  private final EngineSettings settings;
  private final Progress progress;

  public ModelOpener(
      OnnxSessions runtime,
      ModelPuller puller,
      TokenizerLibrary tokenizers,
      EngineSettings settings,
      Progress progress) {
    this.runtime = runtime;
    this.puller = puller;
    this.tokenizers = tokenizers;
    this.settings = settings;
    this.progress = progress;
  }

  @Override
  public LoadedParts load(ModelKey key) {
    ModelFolder folder = puller.obtain(key.task(), key.type(), key.name(), progress);
    return switch (key.type()) {
      case VISUAL -> {
        ClipVisualModel model = ClipVisualModel.load(folder.path(), settings.preprocessing());
        yield new LoadedParts.PictureEmbedding(model, sessions(key, folder));
      }
      case TEXTUAL -> {
        ClipTextualModel model =
            ClipTextualModel.load(folder.path(), key.name().value(), tokenizers);
        yield new LoadedParts.QueryEmbedding(model, sessions(key, folder));
      }
      case DETECTION ->
          key.task() == Task.FACES
              ? faces(key, folder)
              : new LoadedParts.TextFinder(new TextDetector(), sessions(key, folder));
      case RECOGNITION ->
          key.task() == Task.FACES
              ? faceEmbedding(key, folder)
              : new LoadedParts.TextReader(
                  new TextRecognizer(),
                  List.of(
                      session(
                          key,
                          folder,
                          folder.requireOnnx(key.type()),
                          Set.of(Rewrite.CTC_GREEDY))));
      case CLASSIFICATION -> {
        TextClassifier model = TextClassifier.load(folder.path(), tokenizers);
        yield new LoadedParts.Classification(
            model, List.of(session(key, folder, new TextFolder(folder.path()).model())));
      }
      case EMBEDDING -> {
        TextEmbedder model = TextEmbedder.load(folder.path(), tokenizers);
        yield new LoadedParts.TextEmbedding(
            model, List.of(session(key, folder, new TextFolder(folder.path()).model())));
      }
    };
  }

  private LoadedParts faces(ModelKey key, ModelFolder folder) {
    boolean landmarks = folder.file(key.type(), FaceDetection.LANDMARKS).isPresent();
    FaceDetection detection = FaceDetection.inFolder(landmarks);
    List<SessionPool> sessions = new ArrayList<>();
    try {
      for (String file : detection.files()) {
        Path path = folder.directory(key.type()).resolve(file);
        sessions.add(session(key, folder, path));
      }
    } catch (RuntimeException failed) {
      sessions.forEach(SessionPool::close);
      throw failed;
    }
    return new LoadedParts.Faces(detection, List.copyOf(sessions));
  }

  private LoadedParts faceEmbedding(ModelKey key, ModelFolder folder) {
    FaceRecognizer recognizer =
        folder.starter() ? FaceRecognizer.starter() : FaceRecognizer.arcFace(false);
    return new LoadedParts.FaceEmbedding(recognizer, sessions(key, folder));
  }

  private List<SessionPool> sessions(ModelKey key, ModelFolder folder) {
    return List.of(session(key, folder, folder.requireOnnx(key.type())));
  }

  private SessionPool session(ModelKey key, ModelFolder folder, Path file) {
    return session(key, folder, file, Set.of());
  }

  private SessionPool session(
      ModelKey key, ModelFolder folder, Path file, Set<Rewrite> rewritings) {
    OnnxSession open;
    try {
      open = runtime.open(file, settings.sessions(), rewritings);
    } catch (ProblemException refused) {
      if (refused.problem().kind() != Problem.Kind.UNAVAILABLE || !folder.writable()) {
        throw refused;
      }
      puller.repair(folder, file, progress);
      open = runtime.open(file, settings.sessions(), rewritings);
    }
    return new SessionPool(
        List.of(new OwnedSession(key.toString(), open, lanes(key), settings.queueLength())));
  }

  /**
   * One run of OCR at a time: a single one keeps all cores busy and holds some 150 MiB of values,
   * so a second beside it would win nothing and double that.
   */
  private int lanes(ModelKey key) {
    return key.task() == Task.OCR ? 1 : settings.lanes();
  }
}
