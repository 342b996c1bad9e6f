package dev.hearth.inference.device;

import java.util.List;

/**
 * Where the runtime put a model's nodes, in its own words.
 *
 * @param onDevice nodes of the device's provider
 * @param onCpu nodes that the processor computes
 */
public record Placement(List<Node> onDevice, List<Node> onCpu) {
  public Placement {
    onDevice = List.copyOf(onDevice);
    onCpu = List.copyOf(onCpu);
  }

  /**
   * One node after the runtime's optimisations.
   *
   * @param op its operator: {@code Conv}
   * @param name as in the graph, or what the runtime made of it; empty where only a number is known
   */
  public record Node(String op, String name) {}

  public int nodes() {
    return onDevice.size() + onCpu.size();
  }

  /** The part of the nodes that the device computes, 0 to 1; 0 for a model without nodes. */
  public double share() {
    return nodes() == 0 ? 0 : (double) onDevice.size() / nodes();
  }
}
