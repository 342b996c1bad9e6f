package dev.hearth.planning.service;

import dev.hearth.planning.Source;
import java.time.Duration;
import java.util.List;

/**
 * How it is seen that a service works, with patience by backend.
 *
 * @param health where nothing slows it
 * @param slower where it takes longer; the first that holds counts
 */
public record Starts(Health health, List<Slower> slower) {
  public Starts {
    slower = List.copyOf(slower);
  }

  /**
   * Where it takes longer.
   *
   * @param first how long the first start may take
   * @param later how long every other may
   */
  public record Slower(Where where, Duration first, Duration later, Source source) {}

  /** How it is seen there. */
  public Health in(Circumstances here) {
    return slower.stream()
        .filter(each -> each.where().holds(here))
        .findFirst()
        .map(each -> new Health(health.check(), health.interval(), each.first(), each.later()))
        .orElse(health);
  }
}
