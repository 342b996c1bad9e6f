package dev.hearth.inference.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * What a model's twin on the processor answered to the same inputs.
 *
 * @param outputs its answers
 * @param whole the time of a warm run
 * @param byNode the time of each node in it, by its name
 */
public record TwinRun(Outputs outputs, Duration whole, Map<String, Duration> byNode) {
  public TwinRun {
    byNode = Map.copyOf(byNode);
  }
}
