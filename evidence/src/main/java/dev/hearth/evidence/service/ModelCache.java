package dev.hearth.evidence.service;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.machine.usage.ServiceProcesses;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the models of a running service lie, through its own eyes.
 *
 * @param manager asks within where nobody may look from outside
 */
public record ModelCache(Running running, Manager manager, Machine machine) {
  private static final String VARIABLE = "MACHINE_LEARNING_CACHE_FOLDER";

  /** The names in a folder of it: clip, clip/NAME; none where there is none. */
  public List<String> names(String folder) {
    List<Integer> pids = pids();
    for (String volume : volumes()) {
      String path = volume + "/" + folder;
      List<String> seen =
          pids.stream()
              .flatMap(pid -> machine.namesOrNone(ProcessId.folder(pid) + "/root" + path).stream())
              .distinct()
              .toList();
      // Docker's processes are root's, who lets nobody look.
      List<String> names = seen.isEmpty() ? asked(path) : seen;
      if (!names.isEmpty()) {
        return names;
      }
    }
    return List.of();
  }

  private List<Integer> pids() {
    return running
        .marks()
        .apply(machine)
        .flatMap(marks -> ServiceProcesses.find(machine, marks))
        .map(ServiceProcesses::processes)
        .orElse(List.of())
        .stream()
        .map(ProcessId::pid)
        .toList();
  }

  private List<String> volumes() {
    return Stream.concat(
            Optional.ofNullable(running.environment().get(VARIABLE)).stream(),
            running.service().operation().stream()
                .flatMap(operation -> operation.volumes().stream())
                .map(volume -> volume.target()))
        .distinct()
        .toList();
  }

  private List<String> asked(String path) {
    try {
      return manager.namesInside(path);
    } catch (ProblemException _) {
      return List.of();
    }
  }
}
