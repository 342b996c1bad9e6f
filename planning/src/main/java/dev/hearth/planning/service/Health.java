package dev.hearth.planning.service;

import java.time.Duration;
import java.util.List;

/**
 * How it is seen that a service works, and how long it may take.
 *
 * @param check what is asked
 * @param interval between two questions
 * @param first how long the first start on a backend may take: it compiles kernels
 * @param later how long every other start may take
 */
public record Health(Check check, Duration interval, Duration first, Duration later) {

  /** What is asked. */
  public sealed interface Check {}

  /**
   * A page that answers 200.
   *
   * @param port the service's own, inside its container
   * @param path as /ping
   */
  public record Http(int port, String path) implements Check {}

  /** A program that ends with 0, run inside the container. */
  public record Run(List<String> argv) implements Check {
    public Run {
      argv = List.copyOf(argv);
    }
  }
}
