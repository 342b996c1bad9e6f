package dev.hearth.inference.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One model opened with ONNX Runtime; runs on the calling thread, several at once if called so. */
public final class OnnxSession implements OpenSession {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Signature signature;
  private final ShapePolicy shapes;

  /**
   * @param notes what the file says of itself, see {@link ModelNotes}
   * @param shapes which input sizes its device wants to see
   */
  OnnxSession(
      OrtEnvironment environment, OrtSession session, Map<String, String> notes, ShapePolicy shapes)
      throws OrtException {
    this.shapes = shapes;
    this.environment = environment;
    this.session = session;
    this.signature =
        new Signature(
            session.getInputInfo().values().stream().map(OnnxSession::describe).toList(),
            session.getOutputInfo().values().stream().map(OnnxSession::describe).toList(),
            notes);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public ShapePolicy shapes() {
    return shapes;
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> bound = LinkedHashMap.newLinkedHashMap(inputs.size());
    try {
      for (var input : inputs.entrySet()) {
        bound.put(input.getKey(), bind(input.getValue()));
      }
      try (OrtSession.Result result = session.run(bound)) {
        List<String> names = new ArrayList<>(result.size());
        List<Tensor> tensors = new ArrayList<>(result.size());
        for (Map.Entry<String, OnnxValue> output : result) {
          names.add(output.getKey());
          tensors.add(copy((OnnxTensor) output.getValue()));
        }
        return new Outputs(names, tensors);
      }
    } catch (OrtException failed) {
      throw new InferenceFailed(failed);
    } finally {
      bound.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new InferenceFailed(failed);
    }
  }

  private OnnxTensor bind(Tensor tensor) throws OrtException {
    return switch (tensor) {
      case Tensor.Floats(var data, Shape shape) ->
          OnnxTensor.createTensor(environment, data, shape.toArray());
      case Tensor.Ints(var data, Shape shape) ->
          OnnxTensor.createTensor(environment, data, shape.toArray());
      case Tensor.Longs(var data, Shape shape) ->
          OnnxTensor.createTensor(environment, data, shape.toArray());
      case Tensor.Bytes(var data, Shape shape) ->
          OnnxTensor.createTensor(environment, data, shape.toArray(), OnnxJavaType.UINT8);
    };
  }

  private static Tensor copy(OnnxTensor tensor) {
    Shape shape = Shape.of(tensor.getInfo().getShape());
    return switch (tensor.getInfo().type) {
      case FLOAT, FLOAT16, BFLOAT16 -> new Tensor.Floats(tensor.getFloatBuffer(), shape);
      case INT32 -> new Tensor.Ints(tensor.getIntBuffer(), shape);
      case INT64 -> new Tensor.Longs(tensor.getLongBuffer(), shape);
      default -> new Tensor.Bytes(tensor.getByteBuffer(), shape);
    };
  }

  private static TensorInfo describe(NodeInfo node) {
    if (!(node.getInfo() instanceof ai.onnxruntime.TensorInfo info)) {
      return new TensorInfo(node.getName(), ElementType.OTHER, List.of());
    }
    ElementType type =
        switch (info.type) {
          case FLOAT -> ElementType.FLOAT;
          case INT32 -> ElementType.INT32;
          case INT64 -> ElementType.INT64;
          case UINT8 -> ElementType.UINT8;
          default -> ElementType.OTHER;
        };
    return new TensorInfo(node.getName(), type, Arrays.stream(info.getShape()).boxed().toList());
  }
}
