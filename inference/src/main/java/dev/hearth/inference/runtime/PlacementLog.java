package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Placement.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads where a session's nodes went out of what the runtime logs while it opens the session: for
 * each provider a heading with the number of its nodes, then a line for each; or, where one
 * provider has them all, the heading alone. This is the only complete report there is: the function
 * for it ({@code Session_GetEpGraphAssignmentInfo}) misses what layout changes added, and profiling
 * ends the process with some drivers. Source: {@code VerifyEachNodeIsAssignedToAnEp} in ONNX
 * Runtime's {@code session_state.cc}.
 */
final class PlacementLog {
  private static final String ALL = " All nodes placed on [";
  private static final String SOME = " Node(s) placed on [";
  private static final String COUNT = "]. Number of nodes: ";

  /** More than any model has; a log is not trusted with memory. */
  private static final int MOST_NODES = 100_000;

  private static final Node UNNAMED = new Node("", "");

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private Optional<Part> current = Optional.empty();

  /** Takes the next message; others than those on placement are passed over. */
  synchronized void read(String message) {
    if (message.startsWith(ALL) || message.startsWith(SOME)) {
      heading(message.substring(message.indexOf('[') + 1));
    } else if (message.startsWith("  ")) {
      current.ifPresent(part -> part.add(node(message.strip())));
    }
  }

  /** Where the nodes went; empty when the log did not say. */
  synchronized Optional<Placement> placement(String deviceProvider) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    List<Node> onDevice = new ArrayList<>();
    List<Node> elsewhere = new ArrayList<>();
    parts.forEach((provider, part) ->
        (provider.equals(deviceProvider) ? onDevice : elsewhere).addAll(part.nodes()));
    return Optional.of(new Placement(onDevice, elsewhere));
  }

  /** {@code WebGpuExecutionProvider]. Number of nodes: 96}. */
  private void heading(String rest) {
    int end = rest.indexOf(COUNT);
    if (end < 0) {
      return;
    }
    try {
      int count = Integer.parseInt(rest.substring(end + COUNT.length()).strip());
      Part part = new Part(Math.clamp(count, 0, MOST_NODES), new ArrayList<>());
      parts.put(rest.substring(0, end), part);
      current = Optional.of(part);
    } catch (NumberFormatException _) {
      current = Optional.empty();
    }
  }

  /** {@code Conv (name)}; names have brackets too, and fused nodes may have no name. */
  private static Node node(String line) {
    int open = line.indexOf(" (");
    boolean named = open > 0 && line.endsWith(")");
    return named
        ? new Node(line.substring(0, open), line.substring(open + 2, line.length() - 1))
        : new Node(line, "");
  }

  /** A provider's nodes: as many as its heading says, named as far as lines were read. */
  private record Part(int count, List<Node> named) {
    void add(Node node) {
      if (named.size() < count) {
        named.add(node);
      }
    }

    List<Node> nodes() {
      List<Node> nodes = new ArrayList<>(named);
      while (nodes.size() < count) {
        nodes.add(UNNAMED);
      }
      return nodes;
    }
  }
}
