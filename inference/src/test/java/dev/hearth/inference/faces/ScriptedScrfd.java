package dev.hearth.inference.faces;

import dev.hearth.inference.runtime.CapturedSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An SCRFD model that sees what it is told to, on whatever canvas it is run. */
final class ScriptedScrfd {
  /** What one anchor says; distances and offsets in strides. */
  record Sight(
      int stride, int column, int row, int anchor, float score, float distance, float offset) {}

  private final List<Sight> sights = new ArrayList<>();
  private boolean shuffled;

  static ScriptedScrfd seeing(Sight... sights) {
    ScriptedScrfd model = new ScriptedScrfd();
    Collections.addAll(model.sights, sights);
    return model;
  }

  /** The same outputs in another order. */
  ScriptedScrfd shuffled() {
    shuffled = true;
    return this;
  }

  CapturedSession ofAnySize() {
    return session(TensorInfo.DYNAMIC);
  }

  CapturedSession ofFixedSize() {
    return session(640);
  }

  private CapturedSession session(long side) {
    return CapturedSession.computing(
        List.of(CapturedSession.input("input.1", ElementType.FLOAT, 1, 3, side, side)),
        inputs -> answer(inputs));
  }

  private Outputs answer(Map<String, Tensor> inputs) {
    Shape canvas = inputs.values().iterator().next().shape();
    List<Tensor> tensors = new ArrayList<>();
    for (int width : new int[] {1, 4, 10}) {
      for (int stride : new int[] {8, 16, 32}) {
        tensors.add(output(stride, canvas.axis(3) / stride, canvas.axis(2) / stride, width));
      }
    }
    if (shuffled) {
      Collections.reverse(tensors);
    }
    return new Outputs(Collections.nCopies(9, "unnamed"), tensors);
  }

  private Tensor output(int stride, int columns, int rows, int width) {
    int anchors = columns * rows * 2;
    FloatBuffer values = FloatBuffer.allocate(anchors * width);
    for (Sight sight : sights) {
      if (sight.stride() == stride && sight.column() < columns && sight.row() < rows) {
        int at = (sight.row() * columns + sight.column()) * 2 + sight.anchor();
        float value =
            switch (width) {
              case 1 -> sight.score();
              case 4 -> sight.distance();
              default -> sight.offset();
            };
        for (int i = 0; i < width; i++) {
          values.put(at * width + i, value);
        }
      }
    }
    return new Tensor.Floats(values, Shape.of(anchors, width));
  }
}
