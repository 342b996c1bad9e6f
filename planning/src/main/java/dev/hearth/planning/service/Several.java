package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import java.util.Optional;
import java.util.Set;

/**
 * How one service uses several accelerators.
 *
 * @param backends where it can
 * @param ids the variable that lists them by number: MACHINE_LEARNING_DEVICE_IDS; empty where it
 *     uses all it sees by itself
 * @param workers the variable that says how many work at once: MACHINE_LEARNING_WORKERS
 */
public record Several(
    Set<Backend> backends, Optional<String> ids, Optional<String> workers, Source source) {
  public Several {
    backends = Set.copyOf(backends);
  }
}
