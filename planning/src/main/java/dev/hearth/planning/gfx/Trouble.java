package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import dev.hearth.planning.VersionRange;
import java.util.Optional;
import java.util.Set;

/**
 * What is known to go wrong.
 *
 * @param id a stable short name
 * @param consumers whose trouble it is; empty where it is everybody's
 * @param versions of that consumer
 * @param integratedOnly whether only integrated GPUs have it
 * @param except targets that do not have it
 * @param with the override it was reported with, which is then no way out of it
 * @param besideDiscrete whether it keeps the GPU from being used beside a discrete one
 * @param what the trouble in one sentence
 * @param remedy what to set or do; {@link #PROOF} in it is what shows whether the GPU computes
 * @param source who says so
 */
public record Trouble(
    String id,
    Set<Consumer> consumers,
    VersionRange versions,
    boolean integratedOnly,
    Set<String> except,
    Optional<OverrideValue> with,
    boolean besideDiscrete,
    String what,
    String remedy,
    Source source) {
  /** Stands in a remedy for the command that shows whether the GPU computes. */
  public static final String PROOF = "{proof}";

  public Trouble {
    consumers = Set.copyOf(consumers);
    except = Set.copyOf(except);
  }
}
