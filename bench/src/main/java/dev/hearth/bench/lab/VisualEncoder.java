package dev.hearth.bench.lab;

import dev.hearth.bench.lab.OnnxGraph.Attribute;
import dev.hearth.bench.lab.OnnxGraph.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a visual encoder of CLIP's family with random weights: the graph that an export of it has,
 * in the sizes given. What its embeddings mean is nothing; what they cost is the same.
 *
 * @param image pixels across and down
 * @param patch pixels across and down a patch
 * @param width of the transformer
 * @param layers of the transformer
 * @param heads of each attention
 * @param projection dimensions of the embedding
 */
record VisualEncoder(int image, int patch, int width, int layers, int heads, int projection) {
  /** The size of OpenAI's ViT-B/32: 88 million weights, 50 tokens, 512 dimensions. */
  static final VisualEncoder VIT_B_32 = new VisualEncoder(224, 32, 768, 12, 12, 512);

  static final String INPUT = "image";
  static final String OUTPUT = "embedding";

  private static final float EPSILON = 1e-5f;
  private static final long SEED = 20_260_101;

  /** Patches and the class token. */
  int tokens() {
    int side = image / patch;
    return side * side + 1;
  }

  /** Writes the file; the same numbers every time. */
  void write(Path file) throws IOException {
    Writing writing = new Writing(new OnnxGraph("visual-encoder"));
    String hidden = writing.embeddings();
    for (int layer = 0; layer < layers; layer++) {
      hidden = writing.layer("layer" + layer, hidden);
    }
    writing.projection(hidden);
    String side = Integer.toString(image);
    writing.graph.write(
        file,
        new Port(INPUT, List.of("batch", "3", side, side)),
        new Port(OUTPUT, List.of("batch", Integer.toString(projection))));
  }

  /** The graph while it grows. */
  private final class Writing {
    private final OnnxGraph graph;
    private long seed = SEED;

    private Writing(OnnxGraph graph) {
      this.graph = graph;
    }

    /** Patches by convolution, the class token before them, positions added, normalised. */
    private String embeddings() {
      String kernel = random("patch.weight", Math.sqrt(3) * patch, width, 3, patch, patch);
      List<Long> step = List.of((long) patch, (long) patch);
      String patches =
          graph.node(
              "Conv",
              List.of(INPUT, kernel),
              new Attribute.Wholes("kernel_shape", step),
              new Attribute.Wholes("strides", step));
      String flat = graph.node("Reshape", List.of(patches, numbers("patch.shape", 0, width, -1)));
      String sequence = transposed(flat, 0, 2, 1);
      String shape = graph.node("Shape", List.of(INPUT));
      String batch = graph.node("Gather", List.of(shape, numbers("batch.index", 0)));
      String rest = numbers("class.rest", 1, width);
      String expanded = graph.node("Concat", List.of(batch, rest), new Attribute.Whole("axis", 0));
      String token = random("class.embedding", 1, 1, 1, width);
      String tokens = graph.node("Expand", List.of(token, expanded));
      String all = graph.node("Concat", List.of(tokens, sequence), new Attribute.Whole("axis", 1));
      String position = random("position.embedding", 2, 1, tokens(), width);
      return normalised("before", graph.node("Add", List.of(all, position)));
    }

    private String layer(String name, String input) {
      String attended = attention(name, normalised(name + ".norm1", input));
      String middle = graph.node("Add", List.of(input, attended));
      String grown = linear(name + ".grow", normalised(name + ".norm2", middle), width, 4 * width);
      String shrunk = linear(name + ".shrink", quickGelu(grown), 4 * width, width);
      return graph.node("Add", List.of(middle, shrunk));
    }

    private String attention(String name, String input) {
      String scale =
          graph.weights(
              Weights.constant(name + ".scale", (float) (1 / Math.sqrt((double) width / heads))));
      String query =
          graph.node("Mul", List.of(linear(name + ".query", input, width, width), scale));
      String keys = transposed(split(name + ".key", input), 0, 2, 3, 1);
      String values = transposed(split(name + ".value", input), 0, 2, 1, 3);
      String queries = transposed(heads(name + ".query", query), 0, 2, 1, 3);
      String scores = graph.node("MatMul", List.of(queries, keys));
      String shares = graph.node("Softmax", List.of(scores), new Attribute.Whole("axis", -1));
      String mixed = transposed(graph.node("MatMul", List.of(shares, values)), 0, 2, 1, 3);
      String joined = graph.node("Reshape", List.of(mixed, numbers(name + ".joined", 0, 0, width)));
      return linear(name + ".out", joined, width, width);
    }

    private String split(String name, String input) {
      return heads(name, linear(name, input, width, width));
    }

    private String heads(String name, String input) {
      String shape = numbers(name + ".heads", 0, 0, heads, width / heads);
      return graph.node("Reshape", List.of(input, shape));
    }

    /** OpenAI's approximation: x · sigmoid(1.702 x). */
    private String quickGelu(String input) {
      String factor = graph.weights(Weights.constant(input + ".factor", 1.702f));
      String gate = graph.node("Sigmoid", List.of(graph.node("Mul", List.of(input, factor))));
      return graph.node("Mul", List.of(input, gate));
    }

    /** The class token, normalised and projected. */
    private void projection(String hidden) {
      String index = graph.weights(Weights.number("class.index", 0));
      String first = graph.node("Gather", List.of(hidden, index), new Attribute.Whole("axis", 1));
      String matrix = random("projection", Math.sqrt(width), width, projection);
      graph.node("MatMul", List.of(normalised("after", first), matrix), OUTPUT);
    }

    private String linear(String name, String input, int from, int to) {
      String matrix = random(name + ".weight", Math.sqrt(from), from, to);
      String bias = random(name + ".bias", 50, to);
      return graph.node("Add", List.of(graph.node("MatMul", List.of(input, matrix)), bias));
    }

    private String normalised(String name, String input) {
      String scale = graph.weights(Weights.constant(name + ".scale", 1, (long) width));
      String bias = graph.weights(Weights.constant(name + ".bias", 0, (long) width));
      return graph.node(
          "LayerNormalization",
          List.of(input, scale, bias),
          new Attribute.Whole("axis", -1),
          new Attribute.Fraction("epsilon", EPSILON));
    }

    private String transposed(String input, long... order) {
      List<Long> axes = java.util.Arrays.stream(order).boxed().toList();
      return graph.node("Transpose", List.of(input), new Attribute.Wholes("perm", axes));
    }

    /** Weights whose standard deviation is one by this divisor. */
    private String random(String name, double divisor, long... dims) {
      Long[] shape = java.util.Arrays.stream(dims).boxed().toArray(Long[]::new);
      return graph.weights(Weights.random(name, 1 / divisor, seed++, shape));
    }

    private String numbers(String name, long... values) {
      return graph.weights(Weights.numbers(name, values));
    }
  }
}
