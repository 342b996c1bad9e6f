package dev.hearth.inference.ocr;

import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A model that answers by a function and keeps what it was fed. */
final class ScriptedModel implements Session {
  private final Map<String, String> metadata;
  private final Function<Fed, Tensor.Floats> answer;
  private final List<Fed> runs = new ArrayList<>();

  /** A copy of an input. */
  record Fed(Shape shape, float[] values) {
    float at(int line, int channel, int y, int x) {
      int row = (line * shape.axis(1) + channel) * shape.axis(2) + y;
      return values[row * shape.axis(3) + x];
    }
  }

  ScriptedModel(Map<String, String> metadata, Function<Fed, Tensor.Floats> answer) {
    this.metadata = metadata;
    this.answer = answer;
  }

  @Override
  public Signature signature() {
    TensorInfo input =
        new TensorInfo("x", TensorInfo.ElementType.FLOAT, List.of(-1L, 3L, -1L, -1L));
    return new Signature(List.of(input), List.of(), metadata);
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    if (!(inputs.get("x") instanceof Tensor.Floats(var data, Shape shape))) {
      throw new AssertionError("no floats were fed to x");
    }
    float[] values = new float[shape.elements()];
    data.get(0, values);
    Fed fed = new Fed(shape, values);
    runs.add(fed);
    return new Outputs(List.of("y"), List.of(answer.apply(fed)));
  }

  List<Fed> runs() {
    return runs;
  }
}
