package dev.hearth.inference.faces;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.image.Warp;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Embeds found faces with a model that takes aligned faces of 112 × 112 pixels, as ArcFace models
 * do. Embeddings are as the model gives them, not of unit length.
 *
 * @param planes how the model wants its pixels
 */
public record FaceRecognizer(Planes planes) {
  /** More faces in one run cost memory and win no time. */
  static final int LARGEST_BATCH = 32;

  private static final int FACE = 3 * Alignment.SIDE * Alignment.SIDE;

  /**
   * The recognizers of the InsightFace packs.
   *
   * @param normalisesInside whether the graph begins by normalising pixels itself, as MXNet exports
   *     do
   */
  public static FaceRecognizer arcFace(boolean normalisesInside) {
    return new FaceRecognizer(
        normalisesInside
            ? Planes.of(Planes.Order.RGB, 0f, 1f)
            : Planes.of(Planes.Order.RGB, 127.5f, 1 / 127.5f));
  }

  /** The recognizer of the starter family: the same faces, blue first. */
  public static FaceRecognizer starter() {
    return new FaceRecognizer(Planes.of(Planes.Order.BGR, 127f, 1 / 128f));
  }

  /**
   * The inputs that a device is to see before requests come, where it wants few sizes: those that
   * usual photos lead to first, rare ones after.
   *
   * @param signature of the model
   */
  public static List<Map<String, Shape>> usualInputs(Signature signature) {
    TensorInfo input = signature.input();
    return Buckets.ROWS.stream()
        .map(rows -> input.sized(rows, 3, Alignment.SIDE, Alignment.SIDE))
        .distinct()
        .map(shape -> Map.of(input.name(), shape))
        .toList();
  }

  /**
   * Embeds every face, in the order given. No face, no run.
   *
   * @param maxBatch most faces in one run, 0 for as many as there are; a model with a fixed batch
   *     axis decides itself
   */
  public List<RecognizedFace> recognize(
      Picture picture, DetectedFaces found, int maxBatch, Session session, Workspace workspace) {
    List<DetectedFace> faces = found.faces();
    if (faces.isEmpty()) {
      return List.of();
    }
    List<Integer> sizes = batchSizes(session);
    int most = maxBatch > 0 ? Math.min(maxBatch, LARGEST_BATCH) : LARGEST_BATCH;
    int batch = Buckets.down(most, sizes);
    int largest = Buckets.up(Math.min(faces.size(), batch), sizes);
    FloatBuffer crops = workspace.floats(Shape.of((long) largest * FACE)).data();
    List<RecognizedFace> recognized = new ArrayList<>(faces.size());
    for (int from = 0; from < faces.size(); from += batch) {
      List<DetectedFace> part = faces.subList(from, Math.min(from + batch, faces.size()));
      int rows = Buckets.up(part.size(), sizes);
      recognized.addAll(run(picture, part, rows, crops, session));
    }
    return recognized;
  }

  /** The batches that may be run; none where any may. */
  private static List<Integer> batchSizes(Session session) {
    long fixed = session.signature().input().axes().getFirst();
    if (fixed != TensorInfo.DYNAMIC) {
      return List.of((int) fixed);
    }
    return session.shapes() == ShapePolicy.EXACT ? List.of() : Buckets.ROWS;
  }

  private List<RecognizedFace> run(
      Picture picture, List<DetectedFace> faces, int rows, FloatBuffer crops, Session session) {
    for (int i = 0; i < faces.size(); i++) {
      var place = Alignment.of(faces.get(i).landmarks());
      Warp.affineInto(picture, place, Alignment.SIDE, Alignment.SIDE, planes, crops, i * FACE);
    }
    for (int i = faces.size() * FACE; i < rows * FACE; i++) {
      crops.put(i, 0f);
    }
    Tensor.Floats input =
        new Tensor.Floats(
            crops.slice(0, rows * FACE), Shape.of(rows, 3, Alignment.SIDE, Alignment.SIDE));
    Tensor.Floats output = session.run(Map.of(session.signature().input().name(), input)).floats(0);
    int dimensions = output.shape().elements() / rows;
    List<RecognizedFace> recognized = new ArrayList<>(faces.size());
    for (int i = 0; i < faces.size(); i++) {
      float[] values = new float[dimensions];
      output.data().get(i * dimensions, values);
      recognized.add(new RecognizedFace(faces.get(i), Embedding.of(values)));
    }
    return recognized;
  }
}
