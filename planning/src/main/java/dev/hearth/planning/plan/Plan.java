package dev.hearth.planning.plan;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.service.Health;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Optional;

/**
 * How a service will run: everything a file needs to say, chosen.
 *
 * @param service what runs, in the version it will have
 * @param name of container and unit, as immich-machine-learning
 * @param supervisor who runs it
 * @param engine Podman, Docker, a cluster or none
 * @param rootless whether without root
 * @param backend what computes
 * @param accelerators ids of those used, in the order the service numbers them; empty on the CPU
 * @param image with its tag; empty where it runs as a program
 * @param imageBytes room the image takes, unpacked, as far as anybody says
 * @param access devices, groups, security options
 * @param environment variables, in order
 * @param hostNetwork whether it shares the host's network: ports are then its own
 * @param ports handed on
 * @param mounts volumes and paths
 * @param memoryBytes the limit; empty for none
 * @param health how it is seen to work
 * @param choices everything that was chosen, with reasons
 * @param advice what a person may do afterwards, as sentences
 */
public record Plan(
    ServiceDescription service,
    String name,
    Supervisor supervisor,
    Engine engine,
    boolean rootless,
    Backend backend,
    List<String> accelerators,
    Optional<String> image,
    Optional<Long> imageBytes,
    Access access,
    List<Variable> environment,
    boolean hostNetwork,
    List<Port> ports,
    List<Mount> mounts,
    Optional<Long> memoryBytes,
    Health health,
    List<Choice> choices,
    List<String> advice) {
  public Plan {
    accelerators = List.copyOf(accelerators);
    environment = List.copyOf(environment);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
    choices = List.copyOf(choices);
    advice = List.copyOf(advice);
  }
}
