package dev.hearth.inference.engine;

import dev.hearth.inference.clip.ClipTextualModel;
import dev.hearth.inference.clip.ClipVisualModel;
import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.engine.Blueprint.Repair;
import dev.hearth.inference.engine.Blueprint.Rows;
import dev.hearth.inference.faces.FaceDetection;
import dev.hearth.inference.faces.FaceRecognizer;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.ocr.TextDetector;
import dev.hearth.inference.ocr.TextRecognizer;
import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.store.ModelFolder;
import dev.hearth.inference.text.TextClassifier;
import dev.hearth.inference.text.TextEmbedder;
import dev.hearth.inference.text.TextFolder;
import dev.hearth.inference.tokens.TokenizerLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows what each kind of model is made of. */
final class Blueprints {
  /** What detectors must believe, in a trial; the sample's face is easy. */
  private static final double TRIAL_SCORE = 0.4;

  private static final int TRIAL_RESOLUTION = 736;
  private static final Rows ONE = new Rows(1, false);
  private static final Rows ALONE_OR_TOGETHER = new Rows(1, true);
  private static final Rows MANY = new Rows(Buckets.ROWS.getLast(), true);

  private final TokenizerLibrary tokenizers;
  private final EngineSettings settings;

  Blueprints(TokenizerLibrary tokenizers, EngineSettings settings) {
    this.tokenizers = tokenizers;
    this.settings = settings;
  }

  /**
   * A model's blueprint.
   *
   * @param repair of its files
   */
  Blueprint of(ModelKey key, ModelFolder folder, Repair repair) {
    return switch (key.type()) {
      case VISUAL -> visual(key, folder, repair);
      case TEXTUAL -> textual(key, folder, repair);
      case DETECTION ->
          key.task() == Task.FACES ? faces(key, folder, repair) : textFinder(key, folder, repair);
      case RECOGNITION ->
          key.task() == Task.FACES
              ? faceEmbedding(key, folder, repair)
              : textReader(key, folder, repair);
      case CLASSIFICATION -> classification(key, folder, repair);
      case EMBEDDING -> textEmbedding(key, folder, repair);
    };
  }

  private Blueprint visual(ModelKey key, ModelFolder folder, Repair repair) {
    ClipVisualModel model = ClipVisualModel.load(folder.path(), settings.preprocessing());
    Part part = answering(folder.requireOnnx(key.type()), ALONE_OR_TOGETHER, model::usualInputs);
    return new Blueprint(
        key,
        List.of(part),
        sessions -> new LoadedParts.PictureEmbedding(model, sessions),
        (sample, sessions, workspace) ->
            model.embed(sample.picture(), sessions.getFirst(), workspace),
        repair,
        Blueprints::nothing);
  }

  private Blueprint textual(ModelKey key, ModelFolder folder, Repair repair) {
    Path file = folder.requireOnnx(key.type());
    ClipTextualModel model = ClipTextualModel.load(folder.path(), key.name().value(), tokenizers);
    return new Blueprint(
        key,
        List.of(answering(file, ALONE_OR_TOGETHER, model::usualInputs)),
        sessions -> new LoadedParts.QueryEmbedding(model, sessions),
        (sample, sessions, workspace) ->
            model.embed(sample.sentence(), Optional.empty(), sessions.getFirst(), workspace),
        repair,
        model::close);
  }

  private static Blueprint faces(ModelKey key, ModelFolder folder, Repair repair) {
    boolean landmarks = folder.file(key.type(), FaceDetection.LANDMARKS).isPresent();
    FaceDetection detection = FaceDetection.inFolder(landmarks);
    List<Part> parts =
        detection.files().stream()
            .map(file ->
                new Part(
                    folder.directory(key.type()).resolve(file),
                    Set.of(),
                    file.equals(FaceDetection.LANDMARKS) ? PointsRule.LANDMARKS : BoxesRule.FACES,
                    ONE,
                    signature -> detection.usualInputs(file, signature)))
            .toList();
    return new Blueprint(
        key,
        parts,
        sessions -> new LoadedParts.Faces(detection, sessions),
        (sample, sessions, workspace) ->
            detection.detect(sample.picture(), TRIAL_SCORE, sessions, workspace),
        repair,
        Blueprints::nothing);
  }

  private Blueprint faceEmbedding(ModelKey key, ModelFolder folder, Repair repair) {
    FaceRecognizer recognizer =
        folder.starter() ? FaceRecognizer.starter() : FaceRecognizer.arcFace(false);
    int most = settings.faceBatch() > 0 ? settings.faceBatch() : Buckets.ROWS.getLast();
    Part part =
        answering(
            folder.requireOnnx(key.type()), new Rows(most, true), FaceRecognizer::usualInputs);
    return new Blueprint(
        key,
        List.of(part),
        sessions -> new LoadedParts.FaceEmbedding(recognizer, sessions),
        (sample, sessions, workspace) ->
            recognizer.recognize(
                sample.picture(), sample.face(), 1, sessions.getFirst(), workspace),
        repair,
        Blueprints::nothing);
  }

  private static Blueprint textFinder(ModelKey key, ModelFolder folder, Repair repair) {
    TextDetector detector = new TextDetector();
    Part part =
        new Part(
            folder.requireOnnx(key.type()), Set.of(), TextMapRule.MAP, ONE, detector::usualInputs);
    return new Blueprint(
        key,
        List.of(part),
        sessions -> new LoadedParts.TextFinder(detector, sessions),
        (sample, sessions, workspace) ->
            detector.detect(
                sample.picture(),
                TRIAL_SCORE,
                TRIAL_RESOLUTION,
                false,
                sessions.getFirst(),
                workspace),
        repair,
        Blueprints::nothing);
  }

  private Blueprint textReader(ModelKey key, ModelFolder folder, Repair repair) {
    TextRecognizer recognizer = new TextRecognizer();
    Part part =
        new Part(
            folder.requireOnnx(key.type()),
            Set.of(Rewrite.CTC_GREEDY),
            AnswersRule.ANY,
            new Rows(settings.lineBatch(), true),
            TextRecognizer::usualInputs);
    return new Blueprint(
        key,
        List.of(part),
        sessions -> new LoadedParts.TextReader(recognizer, sessions),
        (sample, sessions, workspace) ->
            recognizer.recognize(
                sample.picture(), sample.print(), TRIAL_SCORE, 1, sessions.getFirst(), workspace),
        repair,
        Blueprints::nothing);
  }

  private Blueprint classification(ModelKey key, ModelFolder folder, Repair repair) {
    TextClassifier model = TextClassifier.load(folder.path(), tokenizers);
    Path file = new TextFolder(folder.path()).model();
    return new Blueprint(
        key,
        List.of(answering(file, MANY, model::usualInputs)),
        sessions -> new LoadedParts.Classification(model, sessions),
        (sample, sessions, workspace) ->
            model.classify(List.of(sample.sentence()), true, true, sessions.getFirst(), workspace),
        repair,
        model::close);
  }

  private Blueprint textEmbedding(ModelKey key, ModelFolder folder, Repair repair) {
    TextEmbedder model = TextEmbedder.load(folder.path(), tokenizers);
    Path file = new TextFolder(folder.path()).model();
    return new Blueprint(
        key,
        List.of(answering(file, MANY, model::usualInputs)),
        sessions -> new LoadedParts.TextEmbedding(model, sessions),
        (sample, sessions, workspace) ->
            model.embed(List.of(sample.sentence()), true, true, sessions.getFirst(), workspace),
        repair,
        model::close);
  }

  private static Part answering(Path file, Rows rows, Blueprint.UsualInputs usual) {
    return new Part(file, Set.of(), AnswersRule.ANY, rows, usual);
  }

  /** Models without a vocabulary hold nothing beside their sessions. */
  private static void nothing() {}
}
