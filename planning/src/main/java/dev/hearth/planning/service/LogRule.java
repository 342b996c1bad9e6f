package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import dev.hearth.planning.VersionRange;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a line of a service's log means.
 *
 * @param pattern looked for in a line whose wrapped parts are joined and whose colours are removed
 * @param meaning what it says of where the service computes
 * @param backends where it counts; empty for all
 * @param versions of the service
 * @param says the meaning in a sentence, for people
 */
public record LogRule(
    Pattern pattern,
    Meaning meaning,
    Set<Backend> backends,
    VersionRange versions,
    String says,
    Source source) {
  public LogRule {
    backends = Set.copyOf(backends);
  }

  /** What a line says of where the service computes. */
  public enum Meaning {
    /** It computes on the accelerator. */
    ACCELERATED,
    /** It fell back to the CPU: outweighs everything else. */
    ON_CPU,
    /** It cannot go on. */
    FAILED
  }
}
