package dev.hearth.inference.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Builds small ONNX files with the format's own generated classes, so that the package's reader and
 * writer are held against somebody else's.
 */
public final class TinyModel {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
  private final Random random = new Random(7);
  private final int opset;

  private TinyModel(int opset) {
    this.opset = opset;
  }

  public static TinyModel opset(int version) {
    return new TinyModel(version);
  }

  /** A float input; a negative size is an axis that the caller chooses. */
  public TinyModel input(String name, long... dims) {
    graph.addInput(value(name, TensorProto.DataType.FLOAT, dims));
    return this;
  }

  public TinyModel output(String name, long... dims) {
    graph.addOutput(value(name, TensorProto.DataType.FLOAT, dims));
    return this;
  }

  /** Adds a node of the standard operators whose output is named last. */
  public TinyModel node(
      String op, List<String> inputs, String output, Map<String, Object> attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(op);
    node.addAllInput(inputs).addOutput(output);
    attributes.forEach((name, number) -> node.addAttribute(attribute(name, number)));
    graph.addNode(node);
    return this;
  }

  public TinyModel node(String op, List<String> inputs, String output) {
    return node(op, inputs, output, Map.of());
  }

  public TinyModel constant(String name, float[] values, long... dims) {
    graph.addInitializer(floats(values, dims).setName(name));
    return this;
  }

  public TinyModel scalar(String name, float value) {
    return constant(name, new float[] {value});
  }

  /** The value as a {@code Constant} node, as Paddle's exporter writes it. */
  public TinyModel constantNode(String name, float[] values, long... dims) {
    AttributeProto value =
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeProto.AttributeType.TENSOR)
            .setT(floats(values, dims))
            .build();
    graph.addNode(NodeProto.newBuilder().setOpType("Constant").addOutput(name).addAttribute(value));
    return this;
  }

  /** 8-bit integers. */
  public TinyModel octets(String name, byte[] values, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name);
    tensor.setDataType(TensorProto.DataType.INT8.getNumber());
    tensor.setRawData(ByteString.copyFrom(values));
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** Floats between −0.5 and 0.5, the same in every run. */
  public TinyModel weights(String name, long... dims) {
    int count = 1;
    for (long dim : dims) {
      count *= Math.toIntExact(dim);
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return constant(name, values, dims);
  }

  /** A convolution with square kernel and bias; weights are made up. */
  public TinyModel conv(String input, String output, int inputs, int outputs, int side, int pad) {
    String w = output + ".w";
    String b = output + ".b";
    weights(w, outputs, inputs, side, side).weights(b, outputs);
    return node("Conv", List.of(input, w, b), output, Map.of("pads", pads(pad)));
  }

  static List<Long> pads(long pad) {
    return List.of(pad, pad, pad, pad);
  }

  ModelProto proto() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  public byte[] bytes() {
    return proto().toByteArray();
  }

  private static TensorProto.Builder floats(float[] values, long... dims) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    TensorProto.Builder tensor = TensorProto.newBuilder();
    tensor.setDataType(TensorProto.DataType.FLOAT.getNumber());
    tensor.setRawData(ByteString.copyFrom(raw.array()));
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    switch (value) {
      case Float number -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
      case String text ->
          attribute
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(text));
      case List<?> numbers -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        numbers.forEach(number -> attribute.addInts(((Number) number).longValue()));
      }
      default ->
          attribute.setType(AttributeProto.AttributeType.INT).setI(((Number) value).longValue());
    }
    return attribute.build();
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < dims.length; i++) {
      TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(dims[i] < 0 ? dim.setDimParam(name + i) : dim.setDimValue(dims[i]));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
