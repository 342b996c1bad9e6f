package dev.hearth.inference.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX file ({@code ModelProto}) opened for rewriting. What no rule touches is carried over byte
 * for byte, weights included, and is never decoded.
 */
final class ModelFile {
  // ModelProto
  private static final int IR_VERSION = 1;
  private static final int GRAPH = 7;
  private static final int OPSET_IMPORT = 8;
  private static final int TRAINING_INFO = 20;
  private static final int FUNCTIONS = 25;
  // OperatorSetIdProto
  private static final int DOMAIN = 1;
  private static final int VERSION = 2;
  // GraphProto
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;
  private static final int VALUE_INFO = 13;
  private static final int QUANTIZATION = 14;
  private static final int SPARSE_INITIALIZER = 15;

  /** Before 4 an initializer had to be an input too, and could not be told from a default. */
  private static final long OLDEST_IR = 4;

  private final ByteBuffer model;
  private final ByteBuffer body;
  private final Graph graph;
  private final List<GraphValue> outputs;

  private ModelFile(ByteBuffer model, ByteBuffer body, Graph graph) {
    this.model = model;
    this.body = body;
    this.graph = graph;
    this.outputs = graph.outputs();
  }

  static ModelFile read(ByteBuffer model) {
    long opset = 0;
    long ir = 0;
    List<ByteBuffer> bodies = new ArrayList<>();
    WireReader in = new WireReader(model);
    while (in.next()) {
      switch (in.field()) {
        case IR_VERSION -> ir = in.number();
        case GRAPH -> bodies.add(in.bytes());
        case OPSET_IMPORT -> opset = Math.max(opset, standardOpset(in.bytes()));
        case TRAINING_INFO -> throw new MalformedModelException("it holds training information");
        case FUNCTIONS -> throw new MalformedModelException("it holds functions");
        default -> {}
      }
    }
    if (bodies.size() != 1) {
      throw new MalformedModelException("it holds " + bodies.size() + " graphs");
    }
    if (ir < OLDEST_IR) {
      throw new MalformedModelException("its format version is " + ir);
    }
    return new ModelFile(model, bodies.getFirst(), readGraph(bodies.getFirst(), opset));
  }

  Graph graph() {
    return graph;
  }

  /** The whole file with the graph as it stands now. */
  WireWriter write() {
    WireWriter out = new WireWriter();
    WireReader in = new WireReader(model);
    while (in.next()) {
      if (in.field() == GRAPH) {
        out.message(GRAPH, writeGraph());
      } else {
        out.raw(in.raw());
      }
    }
    return out;
  }

  private static long standardOpset(ByteBuffer body) {
    String domain = "";
    long version = 0;
    WireReader in = new WireReader(body);
    while (in.next()) {
      switch (in.field()) {
        case DOMAIN -> domain = in.string();
        case VERSION -> version = in.number();
        default -> {}
      }
    }
    return domain.isEmpty() || domain.equals("ai.onnx") ? version : 0;
  }

  private static Graph readGraph(ByteBuffer body, long opset) {
    List<GraphNode> nodes = new ArrayList<>();
    Map<String, Constant> initializers = new HashMap<>();
    Set<String> inputs = new HashSet<>();
    List<GraphValue> outputs = new ArrayList<>();
    WireReader in = new WireReader(body);
    while (in.next()) {
      switch (in.field()) {
        case NODE -> nodes.add(GraphNode.read(in.bytes()));
        case INITIALIZER ->
            initializers.put(Constant.nameOf(in.bytes()), Constant.read(in.bytes()));
        case INPUT -> inputs.add(GraphValue.read(in.bytes()).name());
        case OUTPUT -> outputs.add(GraphValue.read(in.bytes()));
        case SPARSE_INITIALIZER -> throw new MalformedModelException("it holds sparse weights");
        case QUANTIZATION -> throw new MalformedModelException("it is annotated for quantisation");
        default -> {}
      }
    }
    return new Graph(opset, nodes, initializers, inputs, outputs);
  }

  private WireWriter writeGraph() {
    WireWriter out = new WireWriter();
    Set<String> alive = new HashSet<>();
    for (GraphNode node : graph.nodes()) {
      alive.addAll(node.outputs());
      out.bytes(NODE, node.body());
    }
    graph.added().forEach((name, constant) -> out.message(INITIALIZER, constant.write(name)));
    boolean sameOutputs = graph.outputs().equals(outputs);
    if (!sameOutputs) {
      graph.outputs().forEach(output -> out.message(OUTPUT, output.write()));
    }
    WireReader in = new WireReader(body);
    while (in.next()) {
      boolean keep =
          switch (in.field()) {
            case NODE -> false;
            case OUTPUT -> sameOutputs;
            case INITIALIZER -> graph.isRead(Constant.nameOf(in.bytes()));
            case VALUE_INFO -> alive.contains(GraphValue.read(in.bytes()).name());
            default -> true;
          };
      if (keep) {
        out.raw(in.raw());
      }
    }
    return out;
  }
}
