package dev.hearth.inference.runtime;

import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A session that keeps what it was fed and answers by a function. */
public final class CapturedSession implements Session {
  private final Signature signature;
  private final Function<Map<String, Tensor>, Outputs> answer;
  private final List<Map<String, Tensor>> runs = new ArrayList<>();

  private CapturedSession(Signature signature, Function<Map<String, Tensor>, Outputs> answer) {
    this.signature = signature;
    this.answer = answer;
  }

  /** Answers every run with one row of numbers. */
  public static CapturedSession answering(List<TensorInfo> inputs, float... row) {
    Outputs outputs = output("embedding", FloatBuffer.wrap(row), 1, row.length);
    return computing(inputs, _ -> outputs);
  }

  public static CapturedSession computing(
      List<TensorInfo> inputs, Function<Map<String, Tensor>, Outputs> answer) {
    return new CapturedSession(new Signature(inputs, List.of(), Map.of()), answer);
  }

  public static TensorInfo input(String name, ElementType type, long... axes) {
    return new TensorInfo(name, type, Arrays.stream(axes).boxed().toList());
  }

  public static Outputs output(String name, FloatBuffer values, long... axes) {
    return new Outputs(List.of(name), List.of(new Tensor.Floats(values, Shape.of(axes))));
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    runs.add(inputs);
    return answer.apply(inputs);
  }

  public List<Map<String, Tensor>> runs() {
    return runs;
  }

  /** The only input of the only run. */
  public Tensor fed() {
    return runs.getFirst().values().iterator().next();
  }

  /** One integer input of the last run, whatever its width. */
  public List<Long> fed(String name) {
    return switch (runs.getLast().get(name)) {
      case Tensor.Ints(var data, Shape shape) -> {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < shape.elements(); i++) {
          values.add((long) data.get(i));
        }
        yield values;
      }
      case Tensor.Longs(var data, Shape shape) -> {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < shape.elements(); i++) {
          values.add(data.get(i));
        }
        yield values;
      }
      case null, default -> throw new AssertionError("no integers were fed to " + name);
    };
  }
}
