package dev.hearth.planning.plan;

import java.util.List;

/**
 * What of this machine's accelerators the service may open.
 *
 * @param nodes device nodes by path, in order: /dev/kfd, /dev/dri/renderD128
 * @param cdi names of the Container Device Interface: nvidia.com/gpu=0
 * @param nvidia the GPUs that NVIDIA's toolkit hands on where there is no CDI: an index, a UUID, or
 *     all
 * @param groups whose nodes it may open
 * @param security options beside: label=disable, systempaths=unconfined, apparmor=unconfined
 */
public record Access(
    List<String> nodes,
    List<String> cdi,
    List<String> nvidia,
    Groups groups,
    List<String> security) {
  public Access {
    nodes = List.copyOf(nodes);
    cdi = List.copyOf(cdi);
    nvidia = List.copyOf(nvidia);
    security = List.copyOf(security);
  }

  /** None: the service computes on the CPU. */
  public static Access none() {
    return new Access(List.of(), List.of(), List.of(), new Groups.Unneeded(), List.of());
  }
}
