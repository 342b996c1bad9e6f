package dev.hearth.bench.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX file in the making: nodes, weights, one input and one output. Field numbers are those of
 * {@code onnx.proto}.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;
  private static final int FLOAT = 1;

  private final String name;
  private final Protobuf nodes = new Protobuf();
  private final List<Weights> weights = new ArrayList<>();
  private int count;

  OnnxGraph(String name) {
    this.name = name;
  }

  /** Adds weights and names them as an input of nodes. */
  String weights(Weights added) {
    weights.add(added);
    return added.name();
  }

  /** Adds a node of one output and names that output. */
  String node(String operator, List<String> inputs, Attribute... attributes) {
    String output = operator + "_" + count++;
    return node(operator, inputs, output, attributes);
  }

  /** The same with an output of this name. */
  String node(String operator, List<String> inputs, String output, Attribute... attributes) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, "/" + output).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.encoded());
    }
    nodes.message(1, node);
    return output;
  }

  /** What a node is told beside its inputs. */
  sealed interface Attribute {
    Protobuf encoded();

    /** A whole number. */
    record Whole(String name, long value) implements Attribute {
      @Override
      public Protobuf encoded() {
        return new Protobuf().text(1, name).number(3, value).number(20, ATTRIBUTE_INT);
      }
    }

    /** A list of whole numbers. */
    record Wholes(String name, List<Long> values) implements Attribute {
      @Override
      public Protobuf encoded() {
        Protobuf encoded = new Protobuf().text(1, name);
        values.forEach(value -> encoded.number(8, value));
        return encoded.number(20, ATTRIBUTE_INTS);
      }
    }

    /** A fraction. */
    record Fraction(String name, float value) implements Attribute {
      @Override
      public Protobuf encoded() {
        return new Protobuf().text(1, name).real(2, value).number(20, ATTRIBUTE_FLOAT);
      }
    }
  }

  /**
   * An input or output of floats.
   *
   * @param axes numbers, or names of sizes that the caller chooses
   */
  record Port(String name, List<String> axes) {
    private Protobuf encoded() {
      Protobuf shape = new Protobuf();
      for (String axis : axes) {
        boolean fixed = Character.isDigit(axis.charAt(0));
        Protobuf size = new Protobuf();
        shape.message(1, fixed ? size.number(1, Long.parseLong(axis)) : size.text(2, axis));
      }
      Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, shape);
      return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
  }

  /** Writes the model, weights one by one. */
  void write(Path file, Port input, Port output) throws IOException {
    Protobuf tail =
        new Protobuf().text(2, name).message(11, input.encoded()).message(12, output.encoded());
    List<Protobuf> heads = weights.stream().map(OnnxGraph::head).toList();
    long graph = (long) nodes.size() + tail.size();
    for (int i = 0; i < heads.size(); i++) {
      graph += heads.get(i).size() + weights.get(i).bytes();
    }
    Protobuf operators = new Protobuf().text(1, "").number(2, OPERATOR_SET);
    Protobuf model =
        new Protobuf()
            .number(1, IR_VERSION)
            .text(2, "hearth bench/gpu-lab")
            .message(8, operators)
            .begins(7, graph);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, ByteBuffer.wrap(model.toBytes()));
      write(channel, ByteBuffer.wrap(nodes.toBytes()));
      for (int i = 0; i < heads.size(); i++) {
        write(channel, ByteBuffer.wrap(heads.get(i).toBytes()));
        write(channel, weights.get(i).content());
      }
      write(channel, ByteBuffer.wrap(tail.toBytes()));
    }
  }

  /** An initializer as a field of the graph, up to where its raw numbers begin. */
  private static Protobuf head(Weights each) {
    Protobuf tensor = new Protobuf();
    each.dims().forEach(dim -> tensor.number(1, dim));
    tensor.number(2, each.type()).text(8, each.name()).begins(9, each.bytes());
    Protobuf field = new Protobuf().begins(5, tensor.size() + each.bytes());
    return field.append(tensor);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
