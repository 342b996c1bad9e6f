package dev.hearth.inference.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.runtime.TestSessions;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A model and what became of it, run side by side. */
record Twins(byte[] original, byte[] rewritten, Map<Rewrite, Integer> applied, String note) {
  /** The largest difference that counts as roundings, as part of the largest output. */
  static final double ROUNDING = 1e-4;

  static Twins of(TinyModel model, Rewrite... which) {
    return of(model.bytes(), EnumSet.copyOf(Arrays.asList(which)));
  }

  static Twins of(byte[] model, Set<Rewrite> which) {
    try (Arena arena = Arena.ofConfined()) {
      Rewritten done = GraphRewriter.rewrite(ByteBuffer.wrap(model), which, arena);
      byte[] bytes = new byte[done.model().remaining()];
      done.model().duplicate().get(bytes);
      return new Twins(model, bytes, done.applied(), done.note());
    }
  }

  boolean isUntouched() {
    return applied.isEmpty() && Arrays.equals(original, rewritten);
  }

  /** The operators of the new graph in its order, constants left out. */
  List<String> operators() {
    return proto().getGraph().getNodeList().stream()
        .map(NodeProto::getOpType)
        .filter(op -> !op.equals("Constant"))
        .toList();
  }

  ModelProto proto() {
    try {
      return ModelProto.parseFrom(rewritten);
    } catch (InvalidProtocolBufferException broken) {
      throw new AssertionError("the rewritten model is no protobuf message", broken);
    }
  }

  /**
   * Runs both on the same made-up numbers.
   *
   * @param shapes one for each input
   * @return the largest difference of all outputs, each as part of its largest absolute value
   */
  double difference(Shape... shapes) {
    try {
      Path folder = Files.createTempDirectory("twins");
      Path one = Files.write(folder.resolve("original.onnx"), original);
      Path other = Files.write(folder.resolve("rewritten.onnx"), rewritten);
      // The engine's own way of opening would rewrite both.
      try (OnnxSession before = TestSessions.openAsItIs(one);
          OnnxSession after = TestSessions.openAsItIs(other);
          Workspace workspace = new MemoryPool(1 << 20).workspace()) {
        Map<String, Tensor> inputs = inputs(before, workspace, shapes);
        return difference(before.run(inputs), after.run(inputs));
      } finally {
        Files.delete(one);
        Files.delete(other);
        Files.delete(folder);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Map<String, Tensor> inputs(
      OnnxSession session, Workspace workspace, Shape... shapes) {
    Random random = new Random(11);
    Map<String, Tensor> inputs = new HashMap<>();
    for (int i = 0; i < shapes.length; i++) {
      TensorInfo input = session.signature().inputs().get(i);
      Tensor.Floats tensor = workspace.floats(shapes[i]);
      for (int k = 0; k < tensor.data().limit(); k++) {
        // Waves with noise: flat and steep parts, both signs, all branches of the activations.
        tensor.data().put(k, (float) (2 * Math.sin(k * 0.01) + random.nextGaussian()));
      }
      inputs.put(input.name(), tensor);
    }
    return inputs;
  }

  static double difference(Outputs before, Outputs after) {
    if (!before.names().equals(after.names())) {
      throw new AssertionError("outputs " + before.names() + " became " + after.names());
    }
    double worst = 0;
    for (int i = 0; i < before.tensors().size(); i++) {
      if (!before.floats(i).shape().equals(after.floats(i).shape())) {
        throw new AssertionError("output " + i + " changed its shape");
      }
      worst = Math.max(worst, difference(before.floats(i).data(), after.floats(i).data()));
    }
    return worst;
  }

  private static double difference(FloatBuffer one, FloatBuffer other) {
    double scale = Float.MIN_NORMAL;
    double most = 0;
    for (int k = 0; k < one.limit(); k++) {
      double distance = Math.abs((double) one.get(k) - other.get(k));
      if (Double.isNaN(distance)) {
        return Double.POSITIVE_INFINITY;
      }
      most = Math.max(most, distance);
      scale = Math.max(scale, Math.abs(one.get(k)));
    }
    return most / scale;
  }
}
