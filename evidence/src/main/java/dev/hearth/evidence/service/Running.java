package dev.hearth.evidence.service;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.machine.usage.ServiceProcesses;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
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

  /** Where its models lie, through its own eyes; none where nobody can look. */
  public List<String> modelFolders(Machine machine) {
    List<String> volumes =
        service.operation().stream()
            .flatMap(operation -> operation.volumes().stream())
            .map(volume -> volume.target())
            .toList();
    return marks
        .apply(machine)
        .flatMap(known -> ServiceProcesses.find(machine, known))
        .map(ServiceProcesses::processes)
        .orElse(List.of())
        .stream()
        .flatMap(process ->
            volumes.stream().map(volume -> ProcessId.folder(process.pid()) + "/root" + volume))
        .toList();
  }

  /** Where a service answers. */
  public record Address(String host, int port) {}
}
