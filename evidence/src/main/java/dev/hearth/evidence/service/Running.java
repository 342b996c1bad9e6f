package dev.hearth.evidence.service;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service that runs here.
 *
 * @param service what it is
 * @param name of its container or unit
 * @param image empty for a program
 * @param environment that its files set
 * @param address where it answers
 * @param marks how its processes are known
 */
public record Running(
    ServiceDescription service,
    String name,
    Optional<String> image,
    Map<String, String> environment,
    Address address,
    Function<Machine, Reading<ServiceMarks>> marks) {
  public Running {
    environment = Map.copyOf(environment);
  }

  /** Where a service answers. */
  public record Address(String host, int port) {}
}
