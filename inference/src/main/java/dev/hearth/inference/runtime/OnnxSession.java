package dev.hearth.inference.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.runtime.TensorInfo.ElementType;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One model opened with ONNX Runtime; runs on the calling thread, several at once if called so. */
public final class OnnxSession implements OpenSession {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Signature signature;
  private final Opening opening;
  private final Placement placement;
  private final OrtSession.RunOptions runOptions;

  /**
   * @param notes what the file says of itself, see {@link ModelNotes}
   * @param opening how it was opened
   */
  OnnxSession(
      OrtEnvironment environment, OrtSession session, Map<String, String> notes, Opening opening)
      throws OrtException {
    this.opening = opening;
    this.placement = opening.placement().get();
    this.runOptions = new OrtSession.RunOptions();
    // A session that told everything while it was opened is not to go on with that. The WebGPU
    // provider does, with a message for each program; 32 of them a run could not be measured.
    runOptions.setLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
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
    return opening.shapes();
  }

  @Override
  public Placement placement() {
    return placement;
  }

  @Override
  public Outputs run(Map<String, Tensor> inputs) {
    Map<String, OnnxTensor> bound = LinkedHashMap.newLinkedHashMap(inputs.size());
    try {
      for (var input : inputs.entrySet()) {
        bound.put(input.getKey(), bind(input.getValue()));
      }
      try (OrtSession.Result result = computed(bound)) {
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

  private OrtSession.Result computed(Map<String, OnnxTensor> inputs) throws OrtException {
    try (Turn.Taken _ = opening.turn().take()) {
      long began = System.nanoTime();
      try {
        OrtSession.Result result = session.run(inputs, runOptions);
        Optional<InferenceFailed> trouble = troubleSince(began);
        if (trouble.isPresent()) {
          result.close();
          throw trouble.get();
        }
        return result;
      } catch (OrtException failed) {
        throw troubleSince(began).orElseGet(() -> new InferenceFailed(failed));
      }
    }
  }

  /**
   * Devices report want of memory and their loss beside the run, not by it: the run may end well,
   * with what happened to be in memory for an answer, or with an error that names another cause.
   */
  private Optional<InferenceFailed> troubleSince(long began) {
    return Optional.of(began)
        .filter(_ -> opening.onDevice())
        .flatMap(RuntimeLog::troubleSince)
        .map(trouble -> new InferenceFailed(InferenceFailed.kindOf(trouble), trouble))
        .filter(failed -> failed.kind() != InferenceFailed.Kind.OTHER);
  }

  /** Ends the profiling that it was opened with; gives the file. */
  String endProfiling() throws OrtException {
    return session.endProfiling();
  }

  @Override
  public void close() {
    try (runOptions;
        Turn.Taken _ = opening.turn().take()) {
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
