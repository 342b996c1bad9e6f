package dev.hearth.bench.lab;

import dev.hearth.bench.lab.Subject.Graph;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs of the sizes that photos and texts have, with the same random numbers every time. */
final class SampleInputs {
  private static final int TOKENS = 32;
  private static final int FACE = 112;
  private static final int LINE_HEIGHT = 48;
  private static final int LINE_WIDTH = 320;
  private static final int DETECTION = 640;
  private static final int TEXT_DETECTION = 736;
  private static final int PICTURE = 224;
  private static final int CHANNELS = 3;
  private static final int LEAST_TOKEN = 1000;
  private static final int VOCABULARY = 20_000;
  private static final int ALIGNMENT = 64;

  private SampleInputs() {}

  /** Whether one run may take several rows. */
  static boolean batches(Signature signature) {
    return signature.inputs().stream()
        .allMatch(
            input -> !input.axes().isEmpty() && input.axes().getFirst() == TensorInfo.DYNAMIC);
  }

  static Map<String, Tensor> of(
      Subject subject, Graph graph, Signature signature, int rows, Arena memory) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (TensorInfo input : signature.inputs()) {
      Shape shape = shape(subject.task(), graph.type(), input, rows);
      inputs.put(input.name(), tensor(input, shape, memory));
    }
    return inputs;
  }

  private static Shape shape(Task task, ModelType type, TensorInfo input, int rows) {
    List<Long> usual = usual(task, type, input, rows);
    long[] axes = new long[input.axes().size()];
    for (int i = 0; i < axes.length; i++) {
      long given = input.axes().get(i);
      axes[i] = given == TensorInfo.DYNAMIC ? usual.get(i) : given;
    }
    return Shape.of(axes);
  }

  private static List<Long> usual(Task task, ModelType type, TensorInfo input, int rows) {
    long n = rows;
    if (input.axes().size() != 4) {
      return List.of(n, (long) TOKENS, 1L);
    }
    long height = height(task, type);
    boolean line = task == Task.OCR && type == ModelType.RECOGNITION;
    long width = line ? LINE_WIDTH : height;
    return input.type() == TensorInfo.ElementType.UINT8
        ? List.of(n, height, width, (long) CHANNELS)
        : List.of(n, (long) CHANNELS, height, width);
  }

  private static long height(Task task, ModelType type) {
    if (type == ModelType.DETECTION) {
      return task == Task.OCR ? TEXT_DETECTION : DETECTION;
    }
    if (type == ModelType.RECOGNITION) {
      return task == Task.OCR ? LINE_HEIGHT : FACE;
    }
    return PICTURE;
  }

  private static Tensor tensor(TensorInfo input, Shape shape, Arena memory) {
    SplittableRandom random = new SplittableRandom(1);
    int count = shape.elements();
    ByteBuffer block =
        memory
            .allocate((long) count * Long.BYTES, ALIGNMENT)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
    return switch (input.type()) {
      case FLOAT -> {
        var floats = block.asFloatBuffer().limit(count);
        for (int i = 0; i < count; i++) {
          floats.put(i, (float) random.nextDouble(-1, 1));
        }
        yield new Tensor.Floats(floats, shape);
      }
      case INT64 -> {
        var longs = block.asLongBuffer().limit(count);
        for (int i = 0; i < count; i++) {
          longs.put(i, whole(input.name(), random));
        }
        yield new Tensor.Longs(longs, shape);
      }
      case INT32 -> {
        var ints = block.asIntBuffer().limit(count);
        for (int i = 0; i < count; i++) {
          ints.put(i, whole(input.name(), random));
        }
        yield new Tensor.Ints(ints, shape);
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          block.put(i, (byte) random.nextInt());
        }
        yield new Tensor.Bytes(block.limit(count), shape);
      }
      case OTHER -> throw new IllegalStateException("no sample for " + input);
    };
  }

  /** Masks admit all tokens, types are those of a first text, ids are words. */
  private static int whole(String name, SplittableRandom random) {
    if (name.contains("mask")) {
      return 1;
    }
    return name.contains("type") ? 0 : random.nextInt(LEAST_TOKEN, VOCABULARY);
  }
}
