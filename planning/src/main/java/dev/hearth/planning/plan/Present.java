package dev.hearth.planning.plan;

import dev.hearth.planning.Supervisor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service is set up now, as far as a plan builds on it.
 *
 * @param name of its container or unit
 * @param supervisor who runs it
 * @param engine Podman, Docker or none
 * @param rootless whether without root
 * @param image its image with tag or digest; empty for a program
 * @param environment the variables its files set
 * @param ports that it hands on; empty where it shares the host's network
 * @param hostNetwork whether it shares the host's network
 * @param mounts volumes and paths
 */
public record Present(
    String name,
    Supervisor supervisor,
    Engine engine,
    boolean rootless,
    Optional<String> image,
    Map<String, String> environment,
    List<Port> ports,
    boolean hostNetwork,
    List<Mount> mounts) {
  public Present {
    environment = Map.copyOf(environment);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
  }
}
