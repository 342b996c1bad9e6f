package dev.hearth.machine.inside;

import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/**
 * What a service sees of the accelerators.
 *
 * @param pid the process through whose eyes it is seen
 * @param nodes of devices, by path
 * @param agents GPUs of AMD's that compute, as rocminfo lists them
 */
public record Inside(int pid, List<Node> nodes, List<Agent> agents) {
  public Inside {
    nodes = List.copyOf(nodes);
    agents = List.copyOf(agents);
  }

  /**
   * A device node.
   *
   * @param path inside
   * @param mode as ls writes it in octal: 0660
   * @param here owner and group as numbered on this machine
   * @param there owner and group as numbered inside; 65534 for who has no number there
   * @param mayOpen whether mode and owner let the process read and write it
   */
  public record Node(
      String path, String mode, Ids here, Reading<Ids> there, Reading<Boolean> mayOpen) {}

  /** Owner and group. */
  public record Ids(int uid, int gid) {
    @Override
    public String toString() {
      return uid + ":" + gid;
    }
  }

  /**
   * A GPU in KFD's topology.
   *
   * @param node its number there
   * @param name of the GPU
   * @param gfx its target: gfx1103
   * @param takenFor the target that the service's environment makes of it
   * @param hidden why the service does not see it; empty where it does
   */
  public record Agent(
      int node,
      Reading<String> name,
      Reading<String> gfx,
      Optional<String> takenFor,
      Optional<String> hidden) {}
}
