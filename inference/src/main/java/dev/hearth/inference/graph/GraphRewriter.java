package dev.hearth.inference.graph;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites a model into one that computes the same numbers with fewer passes over memory. A model
 * that is not understood to the last field is left as it is: loading never fails because of this
 * class.
 */
public final class GraphRewriter {
  /** Larger models spend their time in matrix products, which no rule here makes faster. */
  static final long LARGEST = 256L << 20;

  /** Up to here a file is read to the heap: quicker than mapped memory before code is compiled. */
  private static final long SMALL = 16L << 20;

  /** The operator sets whose definitions the rules were written against. */
  private static final long OLDEST_OPSET = 7;

  private static final long NEWEST_OPSET = 24;

  private GraphRewriter() {}

  /**
   * Rewrites a model file. When it comes back unchanged the file itself is to be loaded: weights in
   * files beside it are then found.
   *
   * @param which the rewritings that may be done
   * @param memory holds the file while it is read, and the new model
   */
  public static Rewritten rewrite(Path model, Set<Rewrite> which, Arena memory) {
    try (FileChannel file = FileChannel.open(model)) {
      if (file.size() > LARGEST) {
        return Rewritten.untouched(ByteBuffer.allocate(0), "larger than 256 MiB");
      }
      ByteBuffer bytes = file.size() <= SMALL ? read(file) : map(file, memory);
      return rewrite(bytes, which, memory);
    } catch (IOException unreadable) {
      return Rewritten.untouched(ByteBuffer.allocate(0), String.valueOf(unreadable.getMessage()));
    }
  }

  private static ByteBuffer read(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // A regular file gives all it has within a few calls.
    }
    return bytes.flip();
  }

  private static ByteBuffer map(FileChannel file, Arena memory) throws IOException {
    return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), memory).asByteBuffer();
  }

  /** Rewrites a model in memory; see {@link #rewrite(Path, Set, Arena)}. */
  public static Rewritten rewrite(ByteBuffer model, Set<Rewrite> which, Arena memory) {
    try {
      ModelFile file = ModelFile.read(model);
      Graph graph = file.graph();
      if (graph.opset() < OLDEST_OPSET || graph.opset() > NEWEST_OPSET) {
        return Rewritten.untouched(model, "operator set " + graph.opset());
      }
      Map<Rewrite, Integer> applied = apply(graph, which);
      if (applied.isEmpty()) {
        return Rewritten.untouched(model, "no pattern found");
      }
      graph.sweep();
      if (!graph.isSound()) {
        return Rewritten.untouched(model, "it could not be rewritten soundly");
      }
      WireWriter out = file.write();
      ByteBuffer target = memory.allocate(out.size()).asByteBuffer().order(ByteOrder.nativeOrder());
      out.copyTo(target);
      return Rewritten.changed(target.flip(), applied);
    } catch (RuntimeException notUnderstood) {
      return Rewritten.untouched(model, String.valueOf(notUnderstood.getMessage()));
    }
  }

  private static Map<Rewrite, Integer> apply(Graph graph, Set<Rewrite> which) {
    Map<Rewrite, Integer> applied = new EnumMap<>(Rewrite.class);
    for (Rewrite rewrite : Rewrite.values()) {
      if (which.contains(rewrite)) {
        int count = rewrite.rules().stream().mapToInt(rule -> apply(graph, rule)).sum();
        if (count > 0) {
          applied.put(rewrite, count);
        }
      }
    }
    return applied;
  }

  private static int apply(Graph graph, Rule rule) {
    int count = 0;
    for (GraphNode node : graph.nodes()) {
      while (rule.anchors().contains(node.op()) && graph.holds(node) && rule.apply(graph, node)) {
        count++;
      }
    }
    return count;
  }
}
