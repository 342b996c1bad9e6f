package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import dev.hearth.planning.VersionRange;
import java.util.Set;

/**
 * What is known to go wrong.
 *
 * @param id a stable short name
 * @param consumers whose trouble it is; empty where it is everybody's
 * @param versions of that consumer
 * @param integratedOnly whether only integrated GPUs have it
 * @param except targets that do not have it
 * @param what the trouble in one sentence
 * @param remedy what to set or do
 * @param source who says so
 */
public record Trouble(
    String id,
    Set<Consumer> consumers,
    VersionRange versions,
    boolean integratedOnly,
    Set<String> except,
    String what,
    String remedy,
    Source source) {
  public Trouble {
    consumers = Set.copyOf(consumers);
    except = Set.copyOf(except);
  }
}
