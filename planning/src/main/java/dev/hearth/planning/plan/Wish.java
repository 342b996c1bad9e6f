package dev.hearth.planning.plan;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a person asks for; what is left empty is chosen.
 *
 * @param backend what computes
 * @param supervisor who runs it
 * @param accelerators which ones: an id, a PCI address, a render node, a part of the name
 * @param image instead of the service's own, or a tag alone as ":v2.5.2-rocm"
 * @param name of container and unit
 * @param port on this machine
 * @param environment variables that win over the plan's own; an empty value leaves one out
 * @param memoryBytes the limit
 */
public record Wish(
    Optional<Backend> backend,
    Optional<Supervisor> supervisor,
    List<String> accelerators,
    Optional<String> image,
    Optional<String> name,
    Optional<Integer> port,
    Map<String, String> environment,
    Optional<Long> memoryBytes) {
  public Wish {
    accelerators = List.copyOf(accelerators);
    environment = Map.copyOf(environment);
  }

  /** Everything is to be chosen. */
  public static Wish none() {
    return new Wish(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /** The same on another backend. */
  public Wish on(Backend other) {
    return new Wish(
        Optional.of(other), supervisor, accelerators, image, name, port, environment, memoryBytes);
  }
}
