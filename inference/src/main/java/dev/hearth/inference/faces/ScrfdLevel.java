package dev.hearth.inference.faces;

import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What an SCRFD graph says of one grid of anchors, two in the left top corner of each cell.
 *
 * @param stride pixels from one cell to the next; also the unit of distances
 * @param columns cells in a row
 * @param scores one for each anchor
 * @param distances from the anchor to left, top, right and bottom
 * @param landmarks five offsets from the anchor
 */
record ScrfdLevel(
    int stride, int columns, FloatBuffer scores, FloatBuffer distances, FloatBuffer landmarks) {
  private static final int[] STRIDES = {8, 16, 32};
  private static final int ANCHORS = 2;

  /**
   * Sorts a graph's nine outputs by their shapes: exports differ in the order, and their names are
   * numbers.
   */
  static List<ScrfdLevel> of(Outputs outputs, Canvas canvas) {
    List<ScrfdLevel> levels = new ArrayList<>(STRIDES.length);
    for (int stride : STRIDES) {
      int columns = canvas.width() / stride;
      int anchors = columns * (canvas.height() / stride) * ANCHORS;
      levels.add(
          new ScrfdLevel(
              stride,
              columns,
              find(outputs, anchors, 1),
              find(outputs, anchors, 4),
              find(outputs, anchors, 2 * Candidates.LANDMARKS)));
    }
    return levels;
  }

  /** Hands every anchor that scores at least this much to the candidates. */
  void collect(float minScore, Candidates found, float scale) {
    float[] values = Candidates.room();
    for (int anchor = 0; anchor < scores.limit(); anchor++) {
      float score = scores.get(anchor);
      // Not the other way round: this drops scores that are not numbers.
      if (score >= minScore) {
        decode(anchor, scale, values);
        found.add(score, values);
      }
    }
  }

  /**
   * Whether an anchor that scores at least this much has a box whose right or bottom side lies
   * beyond these limits, in pixels of the canvas.
   */
  boolean reaches(float minScore, float right, float bottom) {
    for (int anchor = 0; anchor < scores.limit(); anchor++) {
      if (scores.get(anchor) >= minScore
          && (x(anchor) + distances.get(4 * anchor + 2) * stride >= right
              || y(anchor) + distances.get(4 * anchor + 3) * stride >= bottom)) {
        return true;
      }
    }
    return false;
  }

  private void decode(int anchor, float scale, float[] values) {
    float x = x(anchor);
    float y = y(anchor);
    int box = 4 * anchor;
    values[0] = (x - distances.get(box) * stride) / scale;
    values[1] = (y - distances.get(box + 1) * stride) / scale;
    values[2] = (x + distances.get(box + 2) * stride) / scale;
    values[3] = (y + distances.get(box + 3) * stride) / scale;
    int points = 2 * Candidates.LANDMARKS * anchor;
    for (int i = 0; i < 2 * Candidates.LANDMARKS; i += 2) {
      values[4 + i] = (x + landmarks.get(points + i) * stride) / scale;
      values[5 + i] = (y + landmarks.get(points + i + 1) * stride) / scale;
    }
  }

  private float x(int anchor) {
    return anchor / ANCHORS % columns * stride;
  }

  private float y(int anchor) {
    return anchor / ANCHORS / columns * stride;
  }

  private static FloatBuffer find(Outputs outputs, int rows, int width) {
    for (Tensor tensor : outputs.tensors()) {
      if (tensor instanceof Tensor.Floats(FloatBuffer data, Shape shape)
          && shape.axis(-1) == width
          && shape.elements() == rows * width) {
        return data;
      }
    }
    throw new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The face detector is not an SCRFD model with landmarks",
            "no output of " + rows + " × " + width + " among " + shapes(outputs),
            "Use a face model of the InsightFace packs, for example buffalo_s."));
  }

  private static String shapes(Outputs outputs) {
    return outputs.tensors().stream().map(Tensor::shape).toList().toString();
  }
}
